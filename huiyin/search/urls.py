"""The one search page."""

from django.urls import path

from huiyin.search import views

urlpatterns = [path("search", views.search, name="search")]
