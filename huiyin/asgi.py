"""For those who run their own ASGI server: `uvicorn huiyin.asgi:application`. `huiyin serve` does the same, and more kindly."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
django.setup()

from huiyin.live.server import Server  # noqa: E402

application = Server()
