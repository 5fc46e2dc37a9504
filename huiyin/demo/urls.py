"""The one-tap door of the demo; there is none outside demo mode."""

from django.urls import path

from huiyin.demo.views import enter

urlpatterns = [path("demo/as/<slug:slug>", enter, name="demo-enter")]
