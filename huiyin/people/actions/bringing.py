"""Persons known only by the number they had where a history comes from."""

from __future__ import annotations

from huiyin.people.actions.persons import add_person
from huiyin.people.book import organisation
from huiyin.people.models import OutsideIdentity, Person


def bring_person(name: str, issuer: str, subject: str) -> Person:
    """Gives the person of an imported history, made if need be: a resident who cannot sign in. The same number is the same person.

    Takes the name shown, where the number comes from (e.g. "brought:12") and the number.
    """
    with organisation():
        known = OutsideIdentity.objects.select_related("person").filter(issuer=issuer, subject=subject).first()
        if known is not None:
            return known.person
        person = add_person(name, None, kind=Person.Kind.RESIDENT)
        OutsideIdentity.objects.create(person=person, issuer=issuer, subject=subject)
        return person
