"""How a case looks in a conversation: number, where it stands, the way to its page. The same for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markupsafe import Markup

from huiyin.cases.models import Case, State
from huiyin.core.jinja import macro

LOOKS = {
    State.REGISTERED: "calm", State.ACCEPTED: "calm", State.DISPATCHED: "calm", State.HANDLING: "calm", State.ANSWERED: "done",
    State.SETTLED: "done", State.DECLINED: "near", State.REOPENED: "late", State.UNDER_REVIEW: "near",
}  # fmt: skip


def look_of(case: Case) -> str:
    """Gives the colour of a case's state: calm, near, late, done."""
    return LOOKS.get(State(case.state), "")


@cache
def _states(_language: str) -> dict[str, str]:
    """What each state is called in the active language; translated once."""
    return {str(state): str(state.label) for state in State}


def row_html(case: Case, look: str = "", now: datetime | None = None) -> SafeString:
    """Gives a case as a row of a list, in the active language, with its unit if that was read with it. Takes the colour of its state,
    and the moment at which it may be overdue; None: nothing is said of that."""
    late = bool(now and case.deadline_at and case.deadline_at < now)
    state = _states(translation.get_language() or "")[case.state]
    return mark_safe(macro("cases/_row.html", "case_row")(case, state, look, late))  # Jinja has escaped it


def card_html(case: Case, language: str) -> str:
    """Gives the card that hangs under a message. Takes the language of the words around it."""
    with translation.override(language):
        return str(
            format_html(
                '<p class="case-card" id="c{}"><a class="chip {}" href="{}">{} № {} · {}</a></p>',
                case.pk, look_of(case), reverse("case", args=[case.pk]), _("Request"), case.number, case.get_state_display(),
            )
        )  # fmt: skip


def hang(messages: Sequence[Any]) -> None:
    """Hangs the card under the line that says that a message became a case."""
    wanted = {message.extra["case"]["id"] for message in messages if message.extra["case"].get("as") == "registered"}
    found = Case.objects.in_bulk(sorted(wanted)) if wanted else {}
    for message in messages:
        case = found.get(message.extra["case"]["id"])
        if case is not None and message.extra["case"].get("as") == "registered":
            message.hung = _hung(case)


def _hung(case: Case) -> Any:
    return lambda language: Markup(card_html(case, language))  # noqa: S704  (escaped where it is made)
