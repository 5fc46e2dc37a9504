from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "huiyin.market"
    label = "market"
