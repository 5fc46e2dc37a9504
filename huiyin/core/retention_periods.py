"""How long what is kept is kept: the operator's words in HUIYIN_KEEP, read and held against what the law asks.

    HUIYIN_KEEP="exports=7, notices=180, deliveries=30, security=1096, archived=0"

Each is a number of days. Pure but for `kept`, which reads the setting. docs/operators/personal-data.md says what each term is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HALF_A_YEAR = 183  # days: the Cybersecurity Law asks for six months of logs (article 21 in 2017)
LONGEST = 36_525


@dataclass(frozen=True)
class Term:
    """How many days unless the operator says otherwise, and the fewest and most that are allowed. `off`: nought means for ever."""

    usual: int
    least: int
    most: int = LONGEST
    off: bool = False


TERMS: Mapping[str, Term] = {
    "exports": Term(7, 1, 31),
    "notices": Term(180, 7),
    "deliveries": Term(30, 1),
    "security": Term(1096, HALF_A_YEAR),  # three years
    "archived": Term(0, 30, off=True),
}
_SAID = re.compile(r"([a-z]+)\s*=\s*([0-9]{1,6})", re.ASCII)


class BadTerms(ValueError):
    """The setting cannot be followed; `words` say why, for the operator."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


@lru_cache(maxsize=16)
def read_terms(said: str) -> Mapping[str, int]:
    """Gives each term in days. Takes the setting as written, "" for the usual ones. Raises BadTerms for unknown names, and for terms
    shorter than allowed: what the law wants kept is not removed because of a slip of the pen."""
    terms = {name: term.usual for name, term in TERMS.items()}
    for part in (p.strip() for p in said.split(",")):
        if not part:
            continue
        found = _SAID.fullmatch(part)
        if found is None or found[1] not in TERMS:
            raise BadTerms(_("HUIYIN_KEEP: “%(part)s” is not understood; it is written like security=1096.") % {"part": part[:40]})
        term, days = TERMS[found[1]], int(found[2])
        if not (term.least <= days <= term.most or (days == 0 and term.off)):
            facts = {"name": found[1], "days": days, "least": term.least, "most": term.most}
            raise BadTerms(_("HUIYIN_KEEP: %(name)s=%(days)s is not allowed; from %(least)s to %(most)s days.") % facts)
        terms[found[1]] = days
    return terms


def kept(name: str) -> timedelta | None:
    """Gives how long things of this kind are kept; None: for ever. Raises BadTerms where the setting cannot be followed."""
    days = read_terms(settings.KEEP)[name]
    return timedelta(days=days) if days else None


def kept_until(name: str, begun: datetime) -> datetime | None:
    """Gives the moment from which something that began its term then may go; None: never."""
    term = kept(name)
    return begun + term if term is not None else None


def gone_before(name: str, now: datetime) -> datetime | None:
    """Gives the moment at or before which a term must have begun for its thing to go now; None: nothing goes."""
    term = kept(name)
    return now - term if term is not None else None
