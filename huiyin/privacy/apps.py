from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "huiyin.privacy"
    label = "rights"
