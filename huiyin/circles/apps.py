from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "huiyin.circles"
    label = "circles"
