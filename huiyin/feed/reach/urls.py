"""Where the reach of a moment is found."""

from django.urls import path

from huiyin.feed.reach import views

urlpatterns = [
    path("moments/<int:pk>/reach", views.show, name="moment-reach"),
    path("moments/<int:pk>/reach.csv", views.table, name="moment-reach-csv"),
    path("moments/<int:pk>/reach/reported", views.report, name="moment-reported"),
    path("moments/<int:pk>/reach/reported/<int:reported>/forget", views.forget, name="moment-reported-forget"),
]
