"""Who else a case is of, and to whom a private word is: checked and written down where it is registered; and whom its addressee names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.transition import entry
from huiyin.cases.models import Case, Party, ShownTo
from huiyin.cases.rules import Speaker, may_show, roles
from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch
from huiyin.core.throttle import within_limit
from huiyin.language.clean import one_line
from huiyin.people.models import Person, Post
from huiyin.people.phones import clean_phone
from huiyin.people.queries import holders_for
from huiyin.people.queries.tree import tree
from huiyin.people.rules import is_official


class Named(Protocol):
    """Somebody who asks with others, by name and number."""

    @property
    def name(self) -> str:
        """What they are called, as it was typed."""
        ...

    @property
    def phone(self) -> str:
        """Their number as it was typed, "" for none."""
        ...


if TYPE_CHECKING:
    from huiyin.cases.actions.registering import Asker, CaseDraft

NAME, RELATION = 40, 40
MOST = 50
NAMED_A_DAY = 5  # how often others may name one person with whom, or for whom, they ask
SPEAK = 5  # Regulations on Petitions, art. 20
TOO_MANY = _("With one matter at most five come and speak for all (Regulations on Petitions, art. 20). Choose five; the others are named "
             "in the record.")  # fmt: skip


def addressees() -> QuerySet[Post]:
    """Narrows to the posts a private word can be to: those at the top of the topmost units and of the units right below them."""
    roots = tree().roots
    units = {node.unit.pk for root in roots for node in (root, *root.below)}
    top = Q(reports_to=None) | ~Q(reports_to__unit=F("unit"))
    return Post.objects.filter(top, unit__in=units, closed_at=None).select_related("unit").order_by("unit__order", "unit__name", "order")


def addressed(draft: CaseDraft, clerk: bool) -> Post | None:
    """Gives the post a private word is to; None where it is none. Raises Invalid for a post that takes none or that nobody holds now,
    NotAllowed where somebody would take a private word down for somebody else."""
    if draft.to is None:
        return None
    if clerk:
        raise NotAllowed(_("A private word is said by whoever has it to say, to nobody between."))
    if draft.accused:
        raise Invalid(_("An accusation goes to whoever receives accusations; it is sealed there."), field="to")
    post = addressees().filter(pk=draft.to).first()
    if post is None or post.pk not in holders_for([post.pk]):
        raise Invalid(_("Nobody takes private words in this post now. Choose another, or leave it to the desk."), field="to")
    return post


def name_parties(case: Case, draft: CaseDraft) -> list[Party]:
    """Writes down for whom it is asked and who asks together; who is known by their number has it as their own case, and is told. Gives
    them. Raises Invalid for more than five who speak, whoever asks among them, TooMuch for more than fit."""
    if len(draft.joint) > MOST:
        raise TooMuch(field="joint")
    named = [_party(case, Party.Role.JOINT, one) for one in draft.joint if one_line(one.name) or one.phone.strip()]
    asks = bool(case.name or case.phone or case.author_id)  # whoever asks decides for all, as the others who speak do
    if asks + sum(one.speaks for one in named) > SPEAK:
        raise Invalid(TOO_MANY, field="joint")
    if name := one_line(draft.for_name)[:NAME]:
        phone = clean_phone(draft.for_phone) if draft.for_phone.strip() else ""
        relation = one_line(draft.for_relation)[:RELATION]
        named.append(Party(case=case, role=Party.Role.CONCERNED, name=name, phone=phone, relation=relation, speaks=False))
    elif draft.for_phone.strip() or draft.for_relation.strip():
        raise Invalid(_("Say for whom you ask."), field="for_name")
    if not named:
        return []
    if not case.is_confidential:  # of an accusation and of a private word nobody is told
        phones = {one.phone for one in named if one.phone}
        known = {person.phone: person for person in Person.objects.filter(phone__in=phones, erased_at=None)}
        for one in named:
            person = known.get(one.phone) if one.phone else None
            told = person is not None and within_limit(f"case-party:{person.pk}", NAMED_A_DAY, 86_400)  # nobody is flooded by strangers
            one.person = person if told else None
    Party.objects.bulk_create(named)
    case.with_others = True
    case.save(update_fields=["with_others"])
    return named


def _party(case: Case, role: str, one: Asker) -> Party:
    return Party(case=case, role=role, name=one_line(one.name)[:NAME], phone=phone_of(one, "joint"), speaks=one.speaks)


def phone_of(one: Named, field: str) -> str:
    """Gives the number of somebody who asks with others; "" for none. Raises Invalid with whose number it is: of many, one is wrong."""
    name = one_line(one.name)
    if not one.phone.strip():
        return ""
    if not name:
        raise Invalid(_("Beside %(number)s stands no name. Write whose number it is.") % {"number": one.phone.strip()}, field=field)
    try:
        return clean_phone(one.phone)
    except Invalid as refusal:
        raise Invalid(_("%(name)s: %(words)s") % {"name": name, "words": refusal.words}, field=field) from refusal


def show_word(case: Case, who: Speaker, person: Person) -> ShownTo:
    """The holder of the post a private word is to lets somebody in office read it and answer. Idempotent. Gives it.

    Raises NotThere for whoever does not hold the post, Invalid for who holds no office.
    """
    with transaction.atomic():
        case = Case.locked(case.pk)
        if not may_show(who, case) or "addressee" not in roles(who, case) or who.person is None:
            raise NotThere
        if not is_official(person) or person.pk == who.person.pk:
            raise Invalid(_("Name somebody in office."), field="person")
        shown, fresh = ShownTo.objects.get_or_create(case=case, person=person, defaults={"by": who.person})
        if fresh:
            entry(case, "case.word_shown", who, {"addressee"}, person=person.pk)
    return shown
