"""Pebbles for programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema

from huiyin.core.api import LARGEST, REFUSALS, ApiPart, needs
from tests.house.pebble.queries import pebble_for

router = Router(tags=["pebbles"])


class PebbleOut(Schema):
    id: int
    words: str
    state: Literal["laid", "lifted"]


@router.get("/pebbles/{pebble_id}", response={200: PebbleOut, **REFUSALS}, summary="One pebble", **needs("pebbles:read"))
def one_pebble(request: HttpRequest, pebble_id: Annotated[int, Path(ge=1, le=LARGEST)]) -> Any:
    found = pebble_for(request.user, pebble_id)  # type: ignore[arg-type]
    return {"id": found.pk, "words": found.words, "state": found.state}


API = [
    ApiPart(
        "pebbles",
        [router],
        tags={"pebbles": "Questions laid down before a post."},
        operations={"api_one_pebble": "Gives a pebble, if the token's person may see it."},
        fields={"pebble_id": "The number of the pebble.", "PebbleOut.words": "What is asked.", "PebbleOut.state": "Where it stands."},
    )
]
