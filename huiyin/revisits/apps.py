from django.apps import AppConfig


class RevisitsConfig(AppConfig):
    name = "huiyin.revisits"
    label = "revisits"
