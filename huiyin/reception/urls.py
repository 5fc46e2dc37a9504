"""Where receptions are found."""

from django.urls import path

from huiyin.reception.views import announcing, booking, desk, screen

urlpatterns = [
    path("reception", booking.days, name="reception"),
    path("reception/new", announcing.new, name="reception-new"),
    path("reception/look-up", booking.look, name="reception-look-up"),
    path("reception/booked", booking.booked, name="reception-booked"),
    path("reception/<int:pk>", booking.day, name="reception-day"),
    path("reception/<int:pk>/screen", screen.screen, name="reception-screen"),
    path("reception/<int:pk>/desk", desk.desk, name="reception-desk"),
    path("reception/<int:pk>/cancel", announcing.cancel, name="reception-cancel"),
    path("visits/<int:pk>", booking.visit, name="visit"),
    path("visits/<int:pk>/desk", desk.visit, name="visit-desk"),
]
