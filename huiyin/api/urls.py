"""Where the API is: /api/v1/…, its description at /api/v1/openapi.json."""

from django.urls import path

from huiyin.api import groups, messages, people, repetitions, tasks
from huiyin.api.door import api

for part in (people, groups, messages, tasks, repetitions):
    api.add_router("", part.router)

urlpatterns = [path("api/v1/", api.urls)]
