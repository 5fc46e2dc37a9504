from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "huiyin.protocols.syndication"
    label = "syndication"
