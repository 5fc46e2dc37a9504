"""Where what is to come is found."""

from django.urls import path

from huiyin.outlook import views

urlpatterns = [
    path("outlook", views.calendar, name="outlook"),
    path("outlook/mine", views.mine, name="outlook-mine"),
    path("outlook/settings", views.settings, name="outlook-settings"),
    path("outlook/announcements/<int:pk>/withdraw", views.withdraw, name="outlook-withdraw"),
    path("outlook/outlets/<int:pk>/end", views.end_outlet, name="outlook-outlet-end"),
]
