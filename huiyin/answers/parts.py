"""The parts an answer is made of. A petition's decision states claim, facts, opinion and legal basis (Regulations on Petitions, art. 32);
any other answer says in free words what was done."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from huiyin.cases.models import Case
from huiyin.core.errors import Invalid

#: Name → what stands before it in the answer, what the form asks.
PARTS = {
    "claim": (pgettext_lazy("part of an answer", "What you asked for"), gettext_lazy("What was asked for, as you understood it")),
    "facts": (pgettext_lazy("part of an answer", "What we found"), gettext_lazy("What is so: what was looked at, when, by whom")),
    "opinion": (pgettext_lazy("part of an answer", "What was decided"), gettext_lazy("What was done or decided, and why")),
    "basis": (pgettext_lazy("part of an answer", "By which rule"), gettext_lazy("The law or rule, with its article")),
}


def parts_of(case: Case, typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Gives the parts a petition's answer is asked for, as (name, question, what was typed); none for other cases."""
    if not case.is_petition:
        return []
    return [(name, str(asks), typed.get(name, "")) for name, (_heading, asks) in PARTS.items()]


def composed(case: Case, typed: Mapping[str, str], strict: bool = True) -> str:
    """Gives the words of an answer from what was typed. Raises Invalid with the field for a part that is missing, where `strict`."""
    said = _decision(typed, strict) if case.is_petition else typed.get("words", "").strip()
    further = typed.get("next", "").strip()
    if further:
        said += f"\n\n{pgettext('part of an answer', 'What you can do next')}\n{further}"
    return said.strip()


def _decision(typed: Mapping[str, str], strict: bool) -> str:
    told = []
    for name, (heading, _asks) in PARTS.items():
        words = typed.get(name, "").strip()
        if not words and strict:
            raise Invalid(_("“%(part)s” is missing: the Regulations on Petitions ask for it (art. 32).") % {"part": heading}, field=name)
        if words:
            told.append(f"{heading}\n{words}")
    return "\n\n".join(told)
