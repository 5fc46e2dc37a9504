"""Trying how codes reach people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.core.errors import Refused
from huiyin.people import sms
from huiyin.people.actions.trying_codes import TRIED, send_trial_code, trial_code_came
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.phones import veiled_phone
from huiyin.people.rules import may_manage_units, require
from huiyin.people.views.forms import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def codes(request: PersonRequest) -> HttpResponse:
    """Sends six digits to oneself, then takes them back."""
    require(may_manage_units(request.user))
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if "code" in request.POST:
                trial_code_came(request, request.user, request.POST["code"][:20])
                return redirect("manage")
            send_trial_code(request, request.user)
        except Refused as error:
            refused = error
    shown = {"sent": TRIED in request.session, "phone": veiled_phone(request.user.phone or ""), "refused": refused,
             "demo_code": request.session.get(TRIED, "") if sms.goes_nowhere() else ""}  # fmt: skip
    return show(request, "people/manage/codes.html", shown, refused.status if refused else 200)
