"""What goes to whoever asked by e-mail or telephone: that something happened, the number, and on receipt the code. Never a word of it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.core.ten_digits import for_reading
from huiyin.intake.tokens import address_for, message_id_for


def receipt(case: Case, code: str) -> dict[str, str]:
    """Gives the mail that says that a request came, with number and code."""
    told = {"number": case.number, "code": for_reading(code)}
    words = _(
        "It has the number %(number)s. Your code is %(code)s: keep both, with them you read what becomes of it. Whoever has the code can "
        "read it, so do not pass this mail on. Answer to this mail to add something."
    )
    return {**_head(case, "receipt"), "headline": _("We have your request, № %(number)s") % told, "words": words % told}


def answered(case: Case) -> dict[str, str]:
    """Gives the mail that says that a request was answered."""
    told = {"number": case.number}
    words = _("Read the answer with the number %(number)s and the code you were sent before. If it is not solved, say so there.")
    return {**_head(case, "answered"), "headline": _("Your request № %(number)s is answered") % told, "words": words % told}


def _head(case: Case, kind: str) -> dict[str, str]:
    url = f"{settings.ORIGIN}{reverse('case-look-up')}" if settings.ORIGIN else ""
    return {"id": message_id_for(case.pk, kind), "reply": address_for(case.pk), "url": url, "open": _("Look it up")}
