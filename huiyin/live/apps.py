from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "huiyin.live"
    label = "live"
