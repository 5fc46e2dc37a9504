from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "huiyin.today"
    label = "today"
