"""What one person may look for: enough for any hand, too little to copy the whole town or to keep the database from others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.throttle import throttle
from huiyin.people.models import Person

LOOK_UPS_A_MINUTE = 180  # a page asks while somebody is typing
SEARCHES_A_MINUTE = 60
SENTENCES_A_MINUTE = 180  # one is read while somebody is typing it
TABLES_A_MINUTE = 6
PREVIEWS_A_MINUTE = 20  # what a table would change is made out anew each time it is looked at
_TOO_MANY = _("You have looked for a lot within a minute. Wait a little, then go on; what is on the page stays.")


def looks_up(person: Person) -> None:
    """Counts a look-up of people or units. Raises TooOften."""
    throttle(f"pace:people:{person.pk}", LOOK_UPS_A_MINUTE, words=_TOO_MANY)


def searches(person: Person) -> None:
    """Counts a search through messages. Raises TooOften."""
    throttle(f"pace:search:{person.pk}", SEARCHES_A_MINUTE, words=_TOO_MANY)


def looks_at_preview(person: Person) -> None:
    """Counts a look at what a table would change. Raises TooOften."""
    throttle(f"pace:preview:{person.pk}", PREVIEWS_A_MINUTE, words=_("Wait a little, then go on; what is on the page stays."))


def reads_sentence(person: Person) -> None:
    """Counts a sentence that is read for its people and deadlines. Raises TooOften."""
    throttle(f"pace:sentence:{person.pk}", SENTENCES_A_MINUTE, words=_("Wait a little, then go on; what is on the page stays."))


def takes_table(person: Person) -> None:
    """Counts a table that is brought or taken away. Raises TooOften."""
    throttle(f"pace:table:{person.pk}", TABLES_A_MINUTE, words=_("Several tables were made within a minute. Wait a little, then go on."))
