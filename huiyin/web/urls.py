"""The first page and what browsers ask of a site."""

from django.urls import path

from huiyin.web import pages

urlpatterns = [
    path("", pages.welcome, name="welcome"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("sw.js", pages.service_worker, name="service-worker"),
    path("healthz", pages.healthz, name="healthz"),
    path("offline", pages.offline, name="offline"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("confirm", pages.confirm, name="confirm"),
    path("look", pages.look, name="look"),
]
