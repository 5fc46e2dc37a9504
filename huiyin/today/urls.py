"""What waits for somebody: an official's day, a resident's own words."""

from django.urls import path

from huiyin.today import views

urlpatterns = [path("today", views.show, name="today"), path("mine", views.mine, name="mine")]
