"""Where pebbles are."""

from django.urls import path

from tests.house.pebble import views

urlpatterns = [path("pebbles/<int:pk>", views.pebble, name="pebble")]
