"""What stands in the letter of an answer: the office's name, number, date, the words, what can be done next, and the way to the page."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.answers.next_steps import next_steps
from huiyin.cases.models import Answer, Case
from huiyin.core.dates import year_words
from huiyin.printing.letters import Letter


def letter_of(case: Case, answer: Answer, n: int, look_up: str) -> Letter:
    """Gives the nth answer to a case as a letter. Takes the address of the look-up page; the code stands nowhere in it."""
    unit = answer.unit or case.unit
    asked = year_words(timezone.localtime(case.registered_at))
    begins = _("You wrote to us on %(date)s: “%(title)s” (№ %(number)s). This is our answer.") % {
        "date": asked, "title": case.title, "number": case.number,
    }  # fmt: skip
    last = not Answer.objects.filter(case=case, pk__gt=answer.pk).exists()
    return Letter(
        title=_("Answer"),
        paragraphs=[begins, *answer.words.split("\n")],
        unit=unit.name if unit else _("Huiyin"),
        date=year_words(timezone.localtime(answer.at)),
        number=f"№ {case.number}-{n}",
        to=_("%(name)s:") % {"name": case.name} if case.name else _("To whom it concerns:"),
        after_title=_("What you can do next"),
        after=next_steps(case) if last else [_("A later answer stands in place of this one.")],
        code=look_up,
        code_words=_("Scan this, and enter the number and your code, to read everything and to reply."),
    )
