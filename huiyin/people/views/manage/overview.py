"""The first page of administration: what this administrator looks after, and what waits."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.people.auth import FIRST_STEPS_LEFT, require_person
from huiyin.people.models import Administrator
from huiyin.people.queries.administration import audit_figures, security_figures, system_figures
from huiyin.people.queries.first_steps import first_steps
from huiyin.people.rules import require, role_of
from huiyin.people.views.forms import show


@require_person
def manage(request: HttpRequest) -> HttpResponse:
    """Cards for the role of whoever looks; the other two roles' pages are not shown."""
    role = role_of(request.user)
    require(role is not None)
    figures = {
        Administrator.Role.SYSTEM: system_figures,
        Administrator.Role.SECURITY: security_figures,
        Administrator.Role.AUDIT: audit_figures,
    }[Administrator.Role(role or "")]
    steps = first_steps(request.user) if role == Administrator.Role.SYSTEM else []  # type: ignore[arg-type]
    left = sum(not step.done for step in steps)
    shown = {"role": role, "figures": figures(), "steps": steps if left else [], "left": left}
    answer = show(request, "people/manage/manage.html", shown)
    # The pages the steps lead to say the way back.
    answer.set_cookie(FIRST_STEPS_LEFT, str(left), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer
