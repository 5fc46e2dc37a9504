"""The house, and five views that refuse or fall: what tests of the shell need."""

from typing import NoReturn

from django.db import OperationalError
from django.http import HttpRequest
from django.urls import path

from huiyin.core.errors import Invalid, NotAllowed, TooOften
from huiyin.urls import urlpatterns as house


def not_for_you(request: HttpRequest) -> NoReturn:
    raise NotAllowed


def too_long(request: HttpRequest) -> NoReturn:
    raise Invalid("太长了，请分两次发。", field="text", most=2000)


def too_often(request: HttpRequest) -> NoReturn:
    raise TooOften(wait_seconds=30)


def falls(request: HttpRequest) -> NoReturn:
    raise ZeroDivisionError


def away(request: HttpRequest) -> NoReturn:
    raise OperationalError("could not connect to server at 10.0.0.7")


urlpatterns = [
    path("try/away", away),
    path("try/not-for-you", not_for_you),
    path("try/too-long", too_long),
    path("try/too-often", too_often),
    path("try/falls", falls),
    *house,
]
handler400 = "huiyin.web.refusals.bad_request"
handler403 = "huiyin.web.refusals.forbidden"
handler404 = "huiyin.web.refusals.not_found"
handler500 = "huiyin.web.refusals.broken"
