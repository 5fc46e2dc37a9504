from django.apps import AppConfig


class DigestConfig(AppConfig):
    name = "huiyin.digest"
    label = "digest"
