"""Where cases are found."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from huiyin.cases.views import desk, form, learning, like, lookup, matters, moves, page, public, sharing, tasks, where


class NumberConverter(StringConverter):
    """A case's number as people say it. Accusations bear another one, which is none here."""

    regex = "[0-9]{4}-[0-9]{6,9}"


register_converter(NumberConverter, "casenumber")

urlpatterns = [
    path("cases", lookup.mine, name="cases"),
    path("cases/new", form.new, name="case-new"),
    path("cases/received", form.received, name="case-received"),
    path("cases/look-up", lookup.look, name="case-look-up"),
    path("cases/where", where.where, name="case-where"),
    path("cases/like", like.offer, name="case-like"),
    path("cases/public", public.listing, name="cases-public"),
    path("cases/public/map", public.towns, name="cases-public-map"),
    path("cases/public.atom", sharing.feed, name="cases-public-atom"),
    path("cases/public/<casenumber:number>/poster.png", sharing.poster, name="case-public-poster"),
    path("cases/public/<casenumber:number>", public.one, name="case-public"),
    path("cases/public/<casenumber:number>/picture/<slug:variant>", public.picture, name="case-public-picture"),
    path("cases/desk", desk.desk, name="cases-desk"),
    path("cases/learning", learning.learning, name="cases-learning"),
    path("cases/learning/export", learning.export, name="cases-learning-export"),
    path("cases/call", desk.call, name="case-call"),
    path("cases/from/<int:group>/<int:n>", desk.from_message, name="case-from-message"),
    path("cases/<int:pk>", page.case, name="case"),
    path("cases/<int:pk>/clocks/<int:n>", page.clock, name="case-clock"),
    path("cases/<int:pk>/shown-to", page.show_to, name="case-show-word"),
    path("cases/<int:pk>/task", tasks.begin, name="case-task"),
    path("cases/<int:pk>/history", page.history, name="case-history"),
    path("cases/<int:pk>/files/<str:key>/<slug:variant>", page.file, name="case-file"),
    path("cases/<int:pk>/moves/<slug:name>", moves.move, name="case-move"),
    path("matters", matters.make, name="matter-make"),
    path("matters/<int:pk>", matters.matter, name="matter"),
    path("matters/<int:pk>/take-out", matters.take_out, name="matter-take-out"),
]
