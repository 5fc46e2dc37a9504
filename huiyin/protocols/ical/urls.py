"""Where a calendar is read, and where its link is made."""

from django.urls import path

from huiyin.protocols.ical import views

urlpatterns = [
    path("calendar/<str:secret>.ics", views.feed, name="calendar-feed"),
    path("me/calendar", views.mine, name="calendar"),
    path("me/calendar/make", views.make, name="calendar-make"),
    path("me/calendar/end", views.end, name="calendar-end"),
]
