"""Views of the board that somebody keeps for themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, TooMuch
from huiyin.language.clean import TooLong, clean_words
from huiyin.people.models import Person
from huiyin.tasks.models import SavedView

VIEWS_LIMIT = 30


def save_view(person: Person, name: str, address: str) -> SavedView:
    """Keeps a view under a name; the same name again is changed. Raises Invalid without a name, TooMuch beyond 30 views."""
    try:
        name = clean_words(name, 30).replace("\n", " ")
    except TooLong as error:
        raise TooMuch(_("At most 30 characters."), field="name") from error
    if not name:
        raise Invalid(_("Give the view a name."), field="name")
    known = SavedView.objects.filter(person=person)
    if not known.filter(name=name).exists() and known.count() >= VIEWS_LIMIT:
        raise TooMuch(_("You keep %(limit)s views already. Take one away first.") % {"limit": VIEWS_LIMIT}, field="name")
    return SavedView.objects.update_or_create(person=person, name=name, defaults={"address": address[:500]})[0]


def forget_view(person: Person, pk: int) -> None:
    """Takes a view away. Raises NotThere for what is not one's own."""
    if not SavedView.objects.filter(person=person, pk=pk).delete()[0]:
        raise NotThere
