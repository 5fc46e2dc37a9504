"""The digest for programs: the cards as their reader may see them now."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from huiyin.core.api import REFUSALS, ApiPart, each, needs
from huiyin.core.errors import NotAllowed
from huiyin.core.paging import After, a_page, place_after
from huiyin.digest.queries.cards import Card, digest_of
from huiyin.digest.queries.drawing import draw
from huiyin.digest.rules import may_read

router = Router(tags=["digest"])


class DigestCardOut(Schema):
    alike: int
    topic: int
    text: str
    people: int
    said: int
    latest_at: datetime
    waits: bool
    places: list[str]
    href: str


def _out(card: Card) -> dict[str, Any]:
    return {
        "alike": card.alike, "topic": card.topic, "text": card.text[:500], "people": card.people, "said": len(card.lines),
        "latest_at": card.lines[0].at, "waits": card.open, "places": card.places, "href": card.href,
    }  # fmt: skip


@router.get("/digest", response={200: list[DigestCardOut], **REFUSALS}, summary="What was said since I last looked",
            **needs("digest:read"))  # fmt: skip
def cards(request: HttpRequest, response: HttpResponse, limit: Annotated[int, Query(ge=1, le=100)] = 20, after: After = "") -> Any:
    me: Any = request.user
    if not may_read(me):
        raise NotAllowed
    found = digest_of(me).cards
    if after:
        last = place_after(after, 2)[0]
        found = found[next((n + 1 for n, card in enumerate(found) if card.alike == last), 0) :]
    page = a_page(request, response, found[: limit + 1], limit, lambda card: (card.alike, 0))
    draw(page, me)
    return each(page, _out)


API = [
    ApiPart(
        "digest", [router], tags={"digest": "What residents said, sorted by matter, near-duplicates merged."},
        operations={"api_cards": "Gives what the person has not read, unanswered first; the header Link says where it goes on."},
        fields={
            "alike": "The number of words that are nearly the same.", "topic": "The number of the matter they belong to.",
            "text": "The newest of them, as the person may read it.", "people": "How many different people said it.",
            "said": "How often it was said.", "latest_at": "When it was said last.", "waits": "Whether one of them waits for an answer.",
            "places": "Where it was said.", "href": "Where the newest is.",
        },
    )
]  # fmt: skip
