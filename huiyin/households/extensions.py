"""What households add to other apps' pages: on a case's page for who has it in hand, and the page of who looked for whoever asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.extension_points import CaseAddition
from huiyin.cases.queries.page import CasePage
from huiyin.cases.rules import Speaker
from huiyin.households.queries.history import counted
from huiyin.people.extension_points import MeRow, Row
from huiyin.people.models import Person


def _on_page(who: Speaker, shown: CasePage) -> Any:
    if not shown.inside or shown.case.is_confidential:
        return None
    number = counted(who, shown.case)
    return None if number is None else {"count": number}


def _row(_request: HttpRequest, _person: Person) -> Row:
    return Row(reverse("who-looked"), "eye", _("Who looked"))


EXTENSIONS = (CaseAddition("households", "households/_on_case.html", _on_page), MeRow("who-looked", _row))
