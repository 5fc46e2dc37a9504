from django.apps import AppConfig


class IcalConfig(AppConfig):
    name = "huiyin.protocols.ical"
    label = "ical"
