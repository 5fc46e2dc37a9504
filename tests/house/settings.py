"""The house with one more noun: a line here, a line in urls, and nothing else anywhere."""

from huiyin.settings_test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.house.pebble"]  # noqa: F405
ROOT_URLCONF = "tests.house.urls"
