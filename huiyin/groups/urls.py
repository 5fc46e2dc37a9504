"""The pages of conversation. JSON to …/messages and …/read is answered before Django (huiyin/live/lean.py)."""

from django.urls import path

from huiyin.groups.urls_around import urlpatterns as around
from huiyin.groups.views import listing, talking, uploading

urlpatterns = [
    path("messages", listing.messages, name="messages"),
    path("groups/<int:pk>", talking.group, name="group"),
    path("groups/<int:pk>/messages", talking.messages, name="group-messages"),
    path("groups/<int:pk>/read", talking.read, name="group-read"),
    path("groups/<int:pk>/mentions", talking.mentions, name="group-mentions"),
    path("groups/<int:pk>/uploads", uploading.uploads, name="group-uploads"),
    *around,
]
