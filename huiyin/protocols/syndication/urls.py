"""Where programs read along."""

from django.urls import path

from huiyin.protocols.syndication import atom, oembed

urlpatterns = [
    path("square/official.atom", atom.official, name="atom-official"),
    path("square/topics/<str:name>.atom", atom.topic, name="atom-topic"),
    path("people/<int:pk>/moments.atom", atom.person, name="atom-person"),
    path("accounts/<int:pk>.atom", atom.account, name="atom-account"),
    path("oembed", oembed.answer, name="oembed"),
]
