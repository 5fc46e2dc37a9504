"""What a page of cards shows: words, who, where, what can be done; asked for the cards on the page alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from huiyin.cases.models import Case
from huiyin.cases.queries.topics import topic_name
from huiyin.db.lookups import IdIn
from huiyin.digest.models import Kind
from huiyin.digest.queries.cards import Card, Line
from huiyin.feed.models import Comment
from huiyin.groups.models import Group, Member, Message
from huiyin.language.likeness import words_of
from huiyin.people.models import Person
from huiyin.tasks.quick_deadlines import quick_deadlines

READ = 20  # of one card: the newest
LEADS_MOST = 40


def draw(cards: Sequence[Card], person: Person) -> None:
    """Puts words, places and what can be done on cards."""
    lines = [line for card in cards for line in card.lines[:READ]]
    rows = {kind: _rows(kind, [line.of for line in lines if line.kind == kind]) for kind in Kind.values}
    groups = Group.objects.in_bulk({line.group for line in lines if line.group})
    officials = _officials(groups, person)
    topic: tuple[int, str] | None = None
    for card in cards:
        there = [(line, rows[line.kind][line.of]) for line in card.lines[:READ] if line.of in rows[line.kind]]
        if not there:
            continue
        line, row = there[0]
        card.text, card.who, card.href = row.text, _name(line, row), _href(line, row)
        card.places = list(dict.fromkeys(_place(one, said, groups) for one, said in there))[:4]
        _moves(card, groups, officials)
        if (card.topic, card.given) != topic:
            topic = (card.topic, card.given)
            card.heading = _heading([one for other in cards if (other.topic, other.given) == topic for one in other.lines[:READ]], rows)


def _rows(kind: str, ids: list[int]) -> dict[int, Any]:
    if kind == Kind.MESSAGE:
        found = Message.objects.filter(IdIn("id", sorted(ids)), recalled_at=None, erased_at=None)
        return {one.pk: one for one in found.select_related("author")}
    if kind == Kind.CASE:
        return {one.pk: one for one in Case.objects.filter(pk__in=ids).select_related("author", "unit")}
    return {one.pk: one for one in Comment.objects.filter(pk__in=ids, deleted_at=None).select_related("by", "moment")}


def _officials(groups: dict[int, Group], person: Person) -> dict[int, list[tuple[int, str]]]:
    members = Member.objects.filter(group__in=groups, left_at=None, person__kind=Person.Kind.OFFICIAL, person__locked_at=None)
    found: dict[int, list[tuple[int, str]]] = {}
    for group, pk, name in members.exclude(person=person).order_by("pk").values_list("group", "person", "person__name"):
        if len(found.setdefault(group, [])) < LEADS_MOST:
            found[group].append((pk, name))
    return found


def _name(line: Line, row: Any) -> str:
    if line.kind == Kind.CASE:
        return row.name or (row.author.name if row.author else "")
    return row.author.name if line.kind == Kind.MESSAGE else row.by.name


def _place(line: Line, row: Any, groups: dict[int, Group]) -> str:
    if line.kind == Kind.MESSAGE:
        return groups[line.group].name
    if line.kind == Kind.CASE:
        return f"№ {row.number}" + (f" · {topic_name(row.topic)}" if row.topic else "")
    return str(row.moment.text[:16])


def _href(line: Line, row: Any) -> str:
    if line.kind == Kind.MESSAGE:
        return f"{reverse('group', args=[line.group])}?around={line.n}#m{line.n}"
    if line.kind == Kind.CASE:
        return reverse("case", args=[line.of])
    return f"{reverse('moment', args=[row.moment_id])}#c{line.of}"


def _moves(card: Card, groups: dict[int, Group], officials: dict[int, list[tuple[int, str]]]) -> None:
    """What can be done in passing; whether it may be is asked again by who does it."""
    kinds = card.kinds
    if kinds & {"message", "comment"}:
        card.may |= {"answer", "thank"}
    there = [line for line in card.lines[:READ] if line.group]
    work = next((line for line in there if groups[line.group].kind == Group.Kind.WORK and officials.get(line.group)), None)
    if work is not None:
        card.may.add("assign")
        card.work, card.leads = work.group, officials[work.group]
        card.deadlines = quick_deadlines(groups[work.group].unit_id, timezone.now())
    if kinds & {"message", "case"} and len([line for line in card.lines if line.kind != "comment"]) > 1:
        card.may.add("merge")
    if kinds == {"case"}:
        card.may.add("open_case")


def _heading(lines: Sequence[Line], rows: dict[str, dict[int, Any]]) -> str:
    """What a matter is called: by the topic that its requests were given, else by words that stand in several of its sayings."""
    there = [(line, rows[line.kind][line.of]) for line in lines if line.of in rows[line.kind]]
    topics = Counter(row.topic for line, row in there if line.kind == Kind.CASE and row.topic)
    if topics:
        return topic_name(topics.most_common(1)[0][0])
    texts = [row.text for _line, row in there]
    least = max(2, len(texts) / 3)
    return " · ".join([word for word in words_of(texts, 8) if sum(word in text for text in texts) >= least][:3])
