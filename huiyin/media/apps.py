from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "huiyin.media"
    label = "media"
