"""Where listings and orders are found."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
