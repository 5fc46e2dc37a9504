"""Where the API is: /api/v1/…, its description at /api/v1/openapi.json. What is in it each app declares in its `api.py`."""

from django.urls import path

from huiyin.api.description import API_PARTS
from huiyin.api.door import api

for part in API_PARTS:
    for router in part.routers:
        api.add_router("", router)

urlpatterns = [path("api/v1/", api.urls)]
