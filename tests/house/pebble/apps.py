from django.apps import AppConfig


class PebbleConfig(AppConfig):
    name = "tests.house.pebble"
    label = "pebble"
