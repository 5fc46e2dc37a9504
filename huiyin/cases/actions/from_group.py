"""From a word in a group to a case, in one tap."""

from __future__ import annotations

from django.db import transaction

from huiyin.cases.actions.group_lines import tell_registered
from huiyin.cases.actions.idempotency import once
from huiyin.cases.actions.joining import join_case
from huiyin.cases.actions.registering import CaseDraft, Registered, register_case
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case, Channel
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotAllowed, NotThere
from huiyin.groups.models import Message
from huiyin.groups.rules import membership_of
from huiyin.people.models import Person


def may_bring(person: Person, message: Message) -> bool:
    """Officials of the group bring what anybody said there; everybody brings what they said themselves."""
    return person.kind == Person.Kind.OFFICIAL or message.author_id == person.pk


def case_from_message(message: Message, who: Speaker, title: str = "", topic: str = "", private: bool = False,
                      joins: Case | None = None) -> Registered:  # fmt: skip
    """Makes a case of a message, its author's; a message becomes one case, however often it is tapped. Gives it.

    The group reads under the message that it was taken down. `joins`: a published case for which its author asks the same.

    Raises NotThere for who is not in the group, NotAllowed, Invalid for a message
    without words.
    """
    with transaction.atomic():
        Case.lock_streams([joins.pk] if joins is not None else [], message.group.stream_id)
        if who.person is None or membership_of(who.person, message.group) is None:
            raise NotThere
        if not may_bring(who.person, message):
            raise NotAllowed
        if first := Case.objects.filter(source=message).first():
            return Registered(first, code_of(first.pk), again=True)
        if message.recalled_at is not None or message.erased_at is not None or "case" in message.extra:
            raise Invalid(field="n")
        text = message.text or str(message.extra.get("place", {}).get("name", "")) or f"{message.get_kind_display()}"
        place = str(message.extra.get("place", {}).get("name", ""))
        draft = CaseDraft(text[:4000], title=title, topic=topic, channel=Channel.GROUP, private=private, place=place)
        speaks = Speaker(message.author)
        if joins is not None:
            made = join_case(joins, speaks, draft, source=message, author=message.author, taken_down=who.person.pk != message.author_id)
            if made.again:
                return made
        else:
            made = register_case(draft, speaks, source=message, author=message.author)
        if who.person.pk != message.author_id:
            Case.objects.filter(pk=made.case.pk).update(by=who.person)
            made.case.by = who.person
        tell_registered(made.case, who.person)
    return made


def case_from_message_once(message: Message, who: Speaker, title: str, topic: str, private: bool, key: str) -> Registered:
    """As `case_from_message`. Raises KeyUsed where the key came with something else."""
    with transaction.atomic():
        made = case_from_message(message, who, title, topic, private)
        once(made.case, who, "from_message", key, lambda: None, [title, topic, private])
    return made
