from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "huiyin.printing"
    label = "printing"
