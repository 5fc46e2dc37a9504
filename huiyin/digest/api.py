"""The digest for programs: the cards as their reader may see them now, and what is done with them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from huiyin.core.api import LARGEST, REFUSALS, ApiPart, In, Key, Moment, Number, each, line, needs
from huiyin.core.errors import NotAllowed
from huiyin.core.paging import After, a_page, place_after
from huiyin.digest import actions
from huiyin.digest.models import Decided
from huiyin.digest.queries.cards import Card, cards_from, digest_of
from huiyin.digest.queries.drawing import draw
from huiyin.digest.rules import may_read

router = Router(tags=["digest"])
BIG = 10**15
Alike = Annotated[int, Path(ge=1, le=BIG)]
Saying = Annotated[int, Field(ge=1, le=BIG)]


Decision = Literal["answered", "thanked", "assigned", "merged", "seen"]


class DigestLeadOut(Schema):
    person: int
    name: str


class DigestCardOut(Schema):
    alike: int
    topic: int
    first: int
    upto: int
    text: str
    people: int
    said: int
    latest_at: datetime
    waits: bool
    places: list[str]
    href: str
    group: int | None
    leads: list[DigestLeadOut]


class DigestDecisionIn(In):
    what: Decision
    first: Saying
    upto: Saying
    words: Annotated[str, line(2000)] = ""
    group: Number | None = None
    lead: Number | None = None
    deadline: Moment | None = None
    key: Key = ""


class DigestDecidedOut(Schema):
    id: int
    alike: int
    what: str
    upto: int
    at: datetime
    undone_at: datetime | None


class DigestReadIn(In):
    upto: Saying
    key: Key = ""


def _out(card: Card) -> dict[str, Any]:
    return {
        "alike": card.alike, "topic": card.topic, "first": card.first, "upto": card.upto, "text": card.text[:500], "people": card.people,
        "said": len(card.lines), "latest_at": card.lines[0].at, "waits": card.open, "places": card.places, "href": card.href,
        "group": card.work or None, "leads": [{"person": pk, "name": name} for pk, name in card.leads],
    }  # fmt: skip


def _decided(made: Decided) -> dict[str, Any]:
    return {"id": made.pk, "alike": made.alike, "what": made.what, "upto": made.upto, "at": made.at, "undone_at": made.undone_at}


@router.get("/digest", response={200: list[DigestCardOut], **REFUSALS}, summary="What was said since I last looked",
            **needs("digest:read"))  # fmt: skip
def cards(request: HttpRequest, response: HttpResponse, limit: Annotated[int, Query(ge=1, le=100)] = 20, after: After = "") -> Any:
    me: Any = request.user
    if not may_read(me):
        raise NotAllowed
    # What is said while a program reads on changes nothing in the order of what it began with.
    topic, own, upto = place_after(after, 3) if after else (0, -1, None)
    digest = digest_of(me, upto)
    found = digest.cards[cards_from(digest.cards, (topic, own + 1)) :]
    page = a_page(request, response, found[: limit + 1], limit, lambda card: (*card.place, digest.upto if upto is None else upto))
    draw(page, me)
    return each(page, _out)


@router.post("/digest/cards/{alike}", response={200: DigestDecidedOut, 201: DigestDecidedOut, **REFUSALS},
             summary="Do something with a card, as it was shown; the same key does it once", **needs("digest:write"))  # fmt: skip
def decide(request: HttpRequest, alike: Alike, body: DigestDecisionIn) -> Any:
    done = actions.decide(request.user, alike, actions.Decision(**body.model_dump()))  # type: ignore[arg-type]
    return 200 if done.again else 201, _decided(done.decided)


@router.delete("/digest/decided/{decided_id}", response={200: DigestDecidedOut, **REFUSALS}, summary="Take back what was done",
               **needs("digest:write"))  # fmt: skip
def undo(request: HttpRequest, decided_id: Annotated[int, Path(ge=1, le=LARGEST)]) -> Any:
    return _decided(actions.undo(request.user, decided_id))  # type: ignore[arg-type]


@router.post("/digest/read", response={204: None, **REFUSALS}, summary="I have read all up to a number", **needs("digest:write"))
def read(request: HttpRequest, body: DigestReadIn) -> Any:
    me: Any = request.user
    if not may_read(me):
        raise NotAllowed
    actions.finish(me, min(body.upto, digest_of(me).upto))
    return 204, None


API = [
    ApiPart(
        "digest", [router], tags={"digest": "What residents said, sorted by matter, near-duplicates merged."},
        operations={
            "api_cards": "Gives what the person has not read, unanswered first; the header Link says where it goes on.",
            "api_decide": "Answers, thanks for, hands on, hangs together or sets aside what a card showed: the sayings from `first` to"
                          " `upto`. What was said since stays. All is done by the rules of the place where it was said.",
            "api_undo": "Takes back a decision where that can be: a word within two minutes, a task, requests out of their matter.",
            "api_read": "Everything up to this number is read; what comes later is the next digest.",
        },
        fields={
            "alike": "The number of words that are nearly the same.", "topic": "The number of the matter they belong to.",
            "DigestCardOut.first": "The number of the oldest of them.", "upto": "The number of the newest of them.",
            "DigestDecisionIn.first": "The number of the oldest that was shown.",
            "DigestDecisionIn.upto": "The number of the newest that was shown.", "DigestReadIn.upto": "The newest number that was shown.",
            "text": "The newest of them, as the person may read it.", "people": "How many different people said it.",
            "said": "How often it was said.", "latest_at": "When it was said last.", "waits": "Whether one of them waits for an answer.",
            "places": "Where it was said.", "href": "Where the newest is.",
            "DigestCardOut.group": "The group in which it can be handed on.", "leads": "To whom it can be handed on there.",
            "person": "The number of the person.", "name": "Their name.",
            "what": "What is done: answered, thanked, assigned, merged, seen.",
            "words": "What is said, or the title of the task or matter.",
            "group": "The group in which it is handed on, as the card named it.", "lead": "To whom it is handed on.",
            "deadline": "By when.", "DigestDecidedOut.id": "The number of the decision.",
            "decided_id": "The number of the decision.", "at": "When it was decided.",
            "undone_at": "When it was taken back.",
        },
        examples={"DigestDecisionIn": {"what": "answered", "first": 41, "upto": 44, "words": "明天去修", "key": "d-44"},
                  "DigestReadIn": {"upto": 44, "key": "d-read-44"}},
    )
]  # fmt: skip
