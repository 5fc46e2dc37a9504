"""The three administrators: appointed and dismissed by the security administrator, the first ones from the command line."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.people.actions.persons import add_person
from huiyin.people.book import organisation
from huiyin.people.models import Administrator, Person
from huiyin.people.phones import clean_phone
from huiyin.people.rules import may_appoint_administrators, require_by

ONE_ROLE = _("%(name)s is already the %(role)s. Nobody may be two.")


def appoint_administrator(person: Person, role: str, by: Person | None = None) -> Administrator:
    """Makes a person system, security or audit administrator. `by` None: from the command line.

    Raises NotAllowed unless the security administrator does it, and for oneself; Invalid where the person is one already.
    """
    with organisation() as book:
        require_by(by, may_appoint_administrators)
        if by is not None and by.pk == person.pk:
            raise NotAllowed(_("Nobody appoints themselves."))
        if role not in Administrator.Role.values:
            raise Invalid(_("Choose one of the three."), field="role")
        if not Person.objects.filter(pk=person.pk, locked_at=None, erased_at=None).exclude(phone=None).exists():
            raise Invalid(_("This person cannot sign in."), field="person")
        present = Administrator.objects.filter(person=person).first()
        if present is not None:
            words = ONE_ROLE % {"name": person.name, "role": present.get_role_display()}
            raise Invalid(words, field="person")
        administrator = Administrator.objects.create(person=person, role=role)
        book.note("administrator.appointed", by, {"person": person.pk, "role": role})
    return administrator


def dismiss_administrator(person: Person, by: Person | None = None) -> None:
    """The person is administrator no longer, from this moment. Raises NotAllowed for oneself: there is always one who can appoint."""
    with organisation() as book:
        require_by(by, may_appoint_administrators)
        if by is not None and by.pk == person.pk:
            raise NotAllowed(_("Nobody dismisses themselves. Let another security administrator do it."))
        administrator = Administrator.objects.filter(person=person).first()
        if administrator is None:
            raise WrongState(_("%(name)s is no administrator.") % {"name": person.name})
        role = administrator.role
        administrator.delete()
        book.note("administrator.dismissed", by, {"person": person.pk, "role": role})


def create_admin(name: str, phone: str, role: str) -> Administrator:
    """Names the first administrator of a role, from the command line; the person is made unless the number is known.

    Raises Invalid for a bad number or role, or a known number under another name; WrongState where the role has somebody.
    """
    with organisation():
        kept = clean_phone(phone)
        if role not in Administrator.Role.values:
            raise Invalid(_("Choose one of the three."), field="role")
        present = Administrator.objects.filter(role=role, person__locked_at=None, person__erased_at=None)
        if present.exclude(person__phone=kept).exists():
            words = _("There is one already: %(role)s. Further ones are appointed by the security administrator, under Me.")
            raise WrongState(words % {"role": Administrator.Role(role).label})
        person = Person.objects.filter(phone=kept).first()
        if person is None:
            person = add_person(name, kept)
        elif person.name != name.strip():
            raise Invalid(_("This number already belongs to somebody of another name."), field="name")
        return appoint_administrator(person, role)
