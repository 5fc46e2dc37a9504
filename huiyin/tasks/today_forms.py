"""What stands below a card of *today*: the forms by which a matter is cleared in passing.

Drawn by Jinja2, as the cards are: by Django's templates these forms took a fifth of the page's time. What they send is what the forms on
a task's own page send (tasks/_move.html); a test holds them to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from huiyin.core.dates import clock_words
from huiyin.core.jinja import template
from huiyin.tasks.move_words import WORDS
from huiyin.tasks.moves import MOVES
from huiyin.tasks.queries.today import Waiting
from huiyin.tasks.rendering import in_words
from huiyin.tasks.rules import deadline_stands

PROOFS_MOST = 6  # photos and files of a report: likewise
SAID_MOST = 280  # characters of a report or a plea: the rest is on the task's page
_WORDS = {
    "settle": _("Settle"), "send_back": MOVES["send-back"].words, "missing": WORDS["send-back"].label,
    "new_deadline": WORDS["send-back"].moment, "or_stands": _("New deadline (left empty, %(at)s stands)"),
    "photo": _("Photo from %(name)s"), "video": _("Video"), "question": _("Accept the report and settle № %(number)s?"),
    "give_until": _("Give until %(at)s"), "do_not_give": WORDS["refuse-time"].opens, "stands": MOVES["refuse-time"].words,
    "why_stands": WORDS["refuse-time"].label, "pass_on": MOVES["pass-on"].words, "explain": MOVES["explain"].words,
    "told": _("You were told that the deadline passed, and are asked what happened."), "happened": WORDS["explain"].label,
    "acknowledge": MOVES["acknowledge"].words,
}  # fmt: skip


def clearing_html(one: Waiting, quick: Sequence[tuple[str, str]], csrf: str, language: str) -> Markup:
    """Gives the forms for one matter, in the language that is active; nothing where the card is enough.

    Takes the matter, the deadlines offered in one tap, the token that forms carry, and the language.
    """
    task = one.card.task
    stands = clock_words(task.deadline_at) if one.why == "report" and deadline_stands(task, timezone.now()) else ""
    said = (one.card.waiting.words if one.card.waiting else "") if one.why == "report" else one.extension.words if one.extension else ""
    return Markup(  # noqa: S704  (Jinja has escaped it)
        template("tasks/_clear.html").render(
            t=task, why=one.why, proofs=one.proofs, most=PROOFS_MOST, stands=stands,
            w=in_words("clear", _WORDS, language), csrf=csrf, quick=quick, confirm=reverse("confirm"),
            said=Truncator(said).chars(SAID_MOST), until=clock_words(one.extension.until) if one.extension else "",
            number=one.extension.pk if one.extension else one.rung.pk if one.rung else "",
        )
    )  # fmt: skip
