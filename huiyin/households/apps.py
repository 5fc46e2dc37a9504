from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "huiyin.households"
    label = "households"
