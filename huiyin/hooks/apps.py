from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "huiyin.hooks"
    label = "hooks"
