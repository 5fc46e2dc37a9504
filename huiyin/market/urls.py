"""Where market is found."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
