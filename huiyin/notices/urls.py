"""The pages of what I was told."""

from django.urls import path

from huiyin.notices import views

urlpatterns = [
    path("me/notices", views.notices, name="notices"),
    path("me/notices/count", views.count, name="notices-count"),
    path("me/notices/seen", views.seen, name="notices-seen"),
    path("me/notices/read", views.read, name="notices-read"),
    path("me/notices/<int:pk>/open", views.open_notice, name="notice-open"),
]
