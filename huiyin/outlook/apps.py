from django.apps import AppConfig


class OutlookConfig(AppConfig):
    name = "huiyin.outlook"
    label = "outlook"
