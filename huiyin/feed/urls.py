"""Where moments are found."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from huiyin.feed.reach.urls import urlpatterns as reach
from huiyin.feed.views import (
    accounts,
    answering,
    articles,
    gallery,
    map,
    moderating,
    moment,
    moment_form,
    posters,
    shared,
    sharing,
    square,
    study,
)  # fmt: skip


class CodeConverter(StringConverter):
    """A share's code."""

    regex = "[0-9a-z]{4,12}"


register_converter(CodeConverter, "code")
urlpatterns = [
    path("square", square.show, name="square"),
    path("square/new", square.new, name="square-new"),
    path("square/gallery", gallery.gallery, name="gallery"),
    path("square/map", map.show, name="map"),
    path("embed/gallery", gallery.framed_gallery, name="embed-gallery"),
    path("embed/map", map.framed, name="embed-map"),
    path("embed/moments/<int:pk>", gallery.framed_moment, name="embed-moment"),
    path("square/topics/<str:name>", square.topic, name="topic"),
    path("people/<int:pk>/moments", square.person, name="person-moments"),
    path("people/<int:pk>/follow", answering.follow, name="person-follow"),
    path("people/<int:pk>/mute", answering.mute, name="person-mute"),
    path("accounts", accounts.every, name="accounts"),
    path("accounts/new", accounts.new, name="account-new"),
    path("accounts/<int:pk>", accounts.show, name="account"),
    path("accounts/<int:pk>/edit", accounts.edit, name="account-edit"),
    path("accounts/<int:pk>/close", accounts.close, name="account-close"),
    path("accounts/<int:pk>/follow", accounts.follow, name="account-follow"),
    path("articles/new", articles.new, name="article-new"),
    path("articles/<int:pk>", articles.show, name="article"),
    path("articles/<int:pk>/edit", articles.edit, name="article-edit"),
    path("articles/<int:pk>/publish", articles.publish, name="article-publish"),
    path("articles/<int:pk>/correct", articles.correct, name="article-correct"),
    path("articles/<int:pk>/discard", articles.discard, name="article-discard"),
    path("articles/<int:pk>/files/<str:key>/<str:variant>", articles.file, name="article-file"),
    path("moments/new", moment_form.new, name="moment-new"),
    path("moments/<int:pk>", moment.show, name="moment"),
    path("moments/<int:pk>/files/<str:key>/<str:variant>", moment.file, name="moment-file"),
    path("moments/<int:pk>/edit", moment_form.edit, name="moment-edit"),
    path("moments/<int:pk>/delete", moment_form.delete, name="moment-delete"),
    path("moments/<int:pk>/comments", answering.comment, name="moment-comment"),
    path("moments/<int:pk>/comments/<int:comment_id>/delete", answering.delete_comment, name="comment-delete"),
    path("moments/<int:pk>/like", answering.like, name="moment-like"),
    path("moments/<int:pk>/report", answering.report, name="moment-report"),
    path("moments/<int:pk>/share", sharing.share, name="moment-share"),
    path("moments/<int:pk>/poster.png", posters.poster, name="moment-poster"),
    path("moments/<int:pk>/poster", posters.page, name="moment-poster-page"),
    path("moments/<int:pk>/study", study.ask, name="moment-study"),
    path("moments/<int:pk>/study/<int:study_id>", study.answer, name="study-answer"),
    path("manage/reports", moderating.show, name="reports"),
    path("manage/reports/<int:pk>", moderating.decide, name="report-decide"),
    path("m/<code:code>", shared.show, name="shared"),
    path("m/<code:code>/files/<str:key>/<str:variant>", shared.file, name="shared-file"),
    path("m/<code:code>/poster.png", shared.poster, name="shared-poster"),
    path("m/<code:code>/poster", shared.page, name="shared-poster-page"),
    *reach,
]
