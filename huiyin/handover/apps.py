from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "huiyin.handover"
    label = "handover"
