"""Where pebbles are."""

from django.urls import path

from tests.house.pebble import views

urlpatterns = [
    path("pebbles/<int:pk>", views.pebble, name="pebble"),
    path("pebbles/<int:pk>/photo/<slug:variant>", views.photo, name="pebble-photo"),
]
