from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "huiyin.feed"
    label = "feed"
