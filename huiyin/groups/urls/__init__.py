"""The pages of conversation. JSON to …/messages and …/read is answered before Django (huiyin/live/fast_path.py)."""

from django.urls import path

from huiyin.groups.urls.settings import urlpatterns as settings_urls
from huiyin.groups.views import conversation, listing, uploading

urlpatterns = [
    path("messages", listing.messages, name="messages"),
    path("groups/<int:pk>", conversation.group, name="group"),
    path("groups/<int:pk>/messages", conversation.messages, name="group-messages"),
    path("groups/<int:pk>/read", conversation.read, name="group-read"),
    path("groups/<int:pk>/mentions", conversation.mentions, name="group-mentions"),
    path("groups/<int:pk>/uploads", uploading.uploads, name="group-uploads"),
    *settings_urls,
]
