"""What a sentence would become as a task: who, what, by when, which ladder. Read aloud before anything is sent; never guessed silently."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from huiyin.groups.actions.mentioning import Mentioned, labels_of
from huiyin.groups.models import Member
from huiyin.language.deadlines import read_deadlines
from huiyin.language.deadlines.model import Reading
from huiyin.language.names import find_mentions
from huiyin.language.parts import parts_of
from huiyin.language.recurrence import Repeated, read_rhythm
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for, own_post_of, posts_held
from huiyin.tasks.drafts import Named, Repeats
from huiyin.tasks.queries.ladder_posts import rungs_above
from huiyin.tasks.recurrence.dates import first_deadline, usual_ahead
from huiyin.tasks.recurrence.words import rhythm_words, suggestions
from huiyin.worktime.bounds import whole_in
from huiyin.worktime.calendar import is_workday
from huiyin.worktime.hours import Hours
from huiyin.worktime.recurrence import Rhythm

TITLE_LIMIT = 60
SURE = 0.5  # below it something was guessed: the reading is a question
LOOKED_AT = 2000  # characters of a sentence
_EDGES = " \t\n,，。.;；:：、!！~—-"
_SET_OFF = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t]+(?=[\u4e00-\u9fff])")  # what a name was set off with
_POLITE = re.compile(r"^(?:请(?:您|你|务必|尽快)?|麻烦(?:您|你)?|务必|把|将|please|kindly)\s*", re.I)


@dataclass
class Candidate:
    """Somebody a task could be given to: how they are called, the person, the post they are named by or hold."""

    named: Named
    label: str
    person: Person
    post: Post | None

    @property
    def value(self) -> str:
        """How a form says it: "12:5" is person 12 as the holder of post 5; ":5" whoever holds post 5; "12:" person 12."""
        return f"{self.named.person or ''}:{self.named.post or ''}"


@dataclass
class Suggestion:
    """What a sentence would become. `readings` are the deadlines it names; `chosen` the one taken, None where it must be asked."""

    lead: Candidate | None = None
    helpers: list[Candidate] = field(default_factory=list)
    title: str = ""
    readings: list[Reading] = field(default_factory=list)
    chosen: Reading | None = None
    asked: bool = False  # it names no moment, or one that was guessed: the issuer is asked
    ladder: list[tuple[Post, Person | None]] = field(default_factory=list)
    repeats: Repeated | None = None  # how often, where it says so; the first deadline then stands among the readings
    hours: Hours = field(default_factory=Hours)
    why_not: str = ""  # it names somebody and a day and is none all the same: "all", "resident", "self" or "past"
    text: str = ""  # the words it was read from
    parts: list[Suggestion] = field(default_factory=list)  # where it asks several people, each by a day of their own: what it asks of each

    @property
    def is_task(self) -> bool:
        """Whether it reads like one: somebody who can be told, and a deadline."""
        return self.lead is not None and bool(self.readings) and not self.why_not


def read_sentence(member: Member, text: str, now: datetime) -> Suggestion:
    """Gives what a sentence would become as a task in this group, and where it asks several people, what it asks of each.

    Takes who says it and an aware moment.
    """
    whole_text, text = text, text[:LOOKED_AT]
    labels = labels_of(member.group) if "@" in text or "＠" in text else {}
    whole = _suggestion(member, text, labels, now)
    times = [(r.start, r.end) for r in whole.readings]
    named = [(start, end) for start, end, _meant in find_mentions(text, labels)]
    words = parts_of(text, named, times) if text == whole_text else []  # what stands beyond would be in none of them
    parts = [_suggestion(member, one, labels, now) for one in words]
    whole.parts = parts if sum(part.is_task for part in parts) > 1 else []
    return whole


def _suggestion(member: Member, text: str, labels: Mapping[str, Mentioned], now: datetime) -> Suggestion:
    marks = find_mentions(text, labels)
    found = _candidates(member, [mention for _from, _to, mention in marks])
    lead = found[0] if found else None
    unit = lead.post.unit_id if lead is not None and lead.post is not None else member.group.unit_id
    hours = hours_of(unit)
    repeats, readings = read_rhythm(text, now, hours, days_set()), read_deadlines(text, now, hours, days_set())
    if repeats is not None:
        readings = [_first(repeats, now, hours), *(r for r in readings if r.end <= repeats.start or r.start >= repeats.end)]
    moments = [r for r in readings if r.moment is not None and r.moment > now and r.certainty >= SURE]
    chosen = moments[0] if moments else None
    gaps = [(start, end) for start, end, _m in marks] + ([(chosen.start, chosen.end)] if chosen else [])
    gaps += [(repeats.start, repeats.end)] if repeats is not None else []
    ladder = draw_ladder(member, lead.post) if lead is not None else []
    why = _why_not(member, lead, [mention for _from, _to, mention in marks], readings, now)
    asked = chosen is None or len(moments) > 1
    return Suggestion(lead, found[1:], title_of(text, gaps), readings, chosen, asked, ladder, repeats, hours, why, text)


def _why_not(member: Member, lead: Candidate | None, mentions: Sequence[Mentioned], readings: Sequence[Reading], now: datetime) -> str:
    """Why what names somebody and a day becomes no task; empty where it does, or names neither."""
    if not readings or not mentions:
        return ""
    if lead is not None:
        return "past" if all(r.moment is not None and r.moment <= now for r in readings) else ""
    if any(mention.everyone for mention in mentions):
        return "all"
    return "self" if all(mention.people == [member.person_id] for mention in mentions) else "resident"


def _first(repeats: Repeated, now: datetime, hours: Hours) -> Reading:
    """The first deadline of what repeats, as if the sentence had named it."""
    day, _turn, deadline = first_deadline(Repeats(repeats.rhythm, repeats.at), now, hours)
    provisional = is_workday(day, days_set()).provisional
    return Reading(deadline, repeats.start, repeats.end, repeats.words, "set", "working", repeats.certainty, provisional)


def draw_ladder(member: Member, lead_post: Post | None, skip: int = 0, most: int | None = None) -> list[tuple[Post, Person | None]]:
    """Gives the ladder as it would stand: each post, and who holds it today (None: vacant, it is climbed past)."""
    own = own_post_of(member.person_id)
    posts = rungs_above(lead_post, member.person_id, own.post if own else None, skip, most)
    holders = holders_for([post.pk for post in posts])
    return [(post, holders[post.pk].person if post.pk in holders else None) for post in posts]


def candidates(member: Member) -> list[Candidate]:
    """Gives everybody in the group a task could be given to: officials, each by the first post they hold."""
    people = Person.objects.filter(memberships__group=member.group_id, memberships__left_at=None, kind=Person.Kind.OFFICIAL)
    people = people.exclude(pk=member.person_id).filter(erased_at=None, locked_at=None)
    return _as_candidates(list(people.order_by("name", "pk")[:1000]))


def candidate(member: Member, value: str) -> Candidate | None:
    """Gives the candidate a form names ("12:5", ":5", "12:"), or None. Whether they may be given the task the action says."""
    person_id, _colon, post_id = value.partition(":")
    ids = [whole_in(part) for part in (person_id, post_id)]
    post = Post.objects.select_related("unit").filter(pk=ids[1]).first() if ids[1] else None
    if ids[0]:
        person = Person.objects.filter(pk=ids[0]).first()
    else:
        holder = holders_for([post.pk]).get(post.pk) if post is not None else None
        person = holder.person if holder is not None else None
    if person is None:
        return None
    if post is None:
        known = _as_candidates([person])[0]
        post = known.post
    return Candidate(Named(ids[0], post.pk if post else None), person.name, person, post)


def _candidates(member: Member, mentions: Sequence[Mentioned]) -> list[Candidate]:
    """Those of the named who are officials, in the order named, each once."""
    people = Person.objects.in_bulk({p for m in mentions for p in m.people})
    posts = Post.objects.select_related("unit").in_bulk({m.post for m in mentions if m.post})
    found: dict[int, Candidate] = {}
    for mention in mentions:
        for pk in mention.people[:1] if mention.post else mention.people:
            person = people.get(pk)
            if person is None or person.kind != Person.Kind.OFFICIAL or pk == member.person_id or pk in found:
                continue
            post = posts.get(mention.post or 0)
            if post is not None:
                found[pk] = Candidate(Named(None, post.pk), mention.label, person, post)
            else:
                found[pk] = _as_candidates([person])[0]
    return list(found.values())


def _as_candidates(people: Sequence[Person]) -> list[Candidate]:
    own: dict[int, Post] = {}
    for held in posts_held([person.pk for person in people]):
        if not held.delegated:
            own.setdefault(held.person_id, held.post)
    return [Candidate(Named(p.pk, own[p.pk].pk if p.pk in own else None), p.name, p, own.get(p.pk)) for p in people]


def title_of(text: str, gaps: Sequence[tuple[int, int]] = ()) -> str:
    """Gives what is to be done, in a line: the sentence without whom it names and by when, without courtesies."""
    kept, place = [], 0
    for start, end in sorted(gaps):
        kept.append(text[place:start])
        place = max(place, end)
    words = _SET_OFF.sub("", "".join([*kept, text[place:]])).strip(_EDGES)
    words = re.split(r"[。\n！!？?]", words)[0].strip(_EDGES) or words.split("\n")[0]
    for _ in range(3):
        words = _POLITE.sub("", words).strip(_EDGES)
    words = words or " ".join(text.split())
    return words if len(words) <= TITLE_LIMIT else words[: TITLE_LIMIT - 1] + "…"


def as_json(suggestion: Suggestion, words: Any) -> dict[str, Any]:
    """Gives a suggestion for the composer. `words` says a moment in the reader's language."""
    return {
        "task": suggestion.is_task,
        "lead": _person_json(suggestion.lead) if suggestion.lead else None,
        "helpers": [_person_json(helper) for helper in suggestion.helpers],
        "title": suggestion.title,
        "asked": suggestion.asked,
        "why_not": suggestion.why_not,
        "readings": [
            {
                "at": r.moment.isoformat() if r.moment else None, "says": words(r.moment) if r.moment else "", "words": r.words,
                "working": r.reckoning == "working", "sure": r.certainty >= SURE, "provisional": r.provisional,
                "chosen": r is suggestion.chosen,
            }
            for r in suggestion.readings
        ],
        "ladder": [{"post": str(post), "person": person.name if person else ""} for post, person in suggestion.ladder],
        "repeats": _repeats_json(suggestion, words), "text": suggestion.text,
        "parts": [as_json(part, words) for part in suggestion.parts],
    }  # fmt: skip


def _repeats_json(suggestion: Suggestion, words: Any) -> dict[str, Any] | None:
    """How often, and what else may be meant, each with its first deadline. `sure`: it was said; else it is asked."""
    read = suggestion.repeats
    if read is None:
        return None
    now, first = timezone.now(), suggestion.readings[0].moment
    assert first is not None
    likely = [_choice(read, rhythm, words, now, suggestion.hours) for rhythm in suggestions(read.rhythm, first.date())]
    return {"words": read.words, "sure": read.certainty >= SURE, "choices": likely}


def _choice(read: Repeated, rhythm: Rhythm, words: Any, now: datetime, hours: Hours) -> dict[str, Any]:
    first = first_deadline(Repeats(rhythm, read.at), now, hours)[2]
    return {
        "says": rhythm_words(rhythm, read.at), "rhythm": rhythm.to_dict(), "at": f"{read.at:%H:%M}" if read.at else "",
        "ahead": usual_ahead(rhythm), "said": read.words, "first": first.isoformat(), "first_says": words(first),
    }  # fmt: skip


def _person_json(one: Candidate) -> dict[str, Any]:
    return {"value": one.value, "name": one.person.name, "post": str(one.post) if one.post else ""}


