"""Moments: the square, one of them, publishing, editing, deleting; pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Query, Router
from ninja.files import UploadedFile

from huiyin.core.api import LARGEST, REFUSALS, each, needs
from huiyin.core.paging import After, a_page, place_after
from huiyin.feed import actions
from huiyin.feed.api.shapes import AudienceIn, MomentIn, MomentOut, TabName, TextIn, place_out
from huiyin.feed.queries.cards import MomentCard, cards_of, file_of, moment_for
from huiyin.feed.queries.square import square
from huiyin.feed.reach.counting import seen
from huiyin.groups.api.messages import file_out
from huiyin.groups.api.shapes import FileOut
from huiyin.media.actions import keep_upload
from huiyin.media.serving import served_anew
from huiyin.people.api.people import person_out

router = Router(tags=["moments"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


def moment_out(card: MomentCard) -> dict[str, Any]:
    """Gives a moment as programs see it; of what is gone only its place in the cascade."""
    m = card.moment
    gone = m.gone
    return {
        "id": m.pk, "root": m.root_id, "parent": m.parent_id, "audience": card.audience, "at": m.at, "code": card.code,
        "by": person_out(m.by, m.post_shown), "account": m.account_id, "text": "" if gone else m.text, "topic": "" if gone else m.topic,
        "files": [] if gone else each(card.files, file_out), "link": (m.link or None) if not gone else None,
        "place": None if gone else place_out(m), "likes": m.likes, "comments": m.comments, "reposts": m.reposts, "liked": card.liked,
        "version": m.version, "edited_at": m.edited_at, "deleted": gone,
    }  # fmt: skip


def moments_out(moments: Sequence[Any], me: Any) -> list[dict[str, Any]]:
    """Gives moments this reader may see as programs see them."""
    return each(cards_of(moments, me), moment_out)


@router.get("/moments", response={200: list[MomentOut], **REFUSALS}, summary="The square, newest first", **needs("moments:read"))
def moments(request: HttpRequest, response: HttpResponse, tab: TabName = "all",
            limit: Annotated[int, Query(ge=1, le=200)] = 20, after: After = "") -> Any:  # fmt: skip
    me: Any = request.user
    before = place_after(f"{after}.0", 2)[0] if after and "." not in after else place_after(after, 2)[0] if after else None
    found = square(me, tab, before, limit + 1)
    return moments_out(a_page(request, response, found, limit, lambda one: (one.pk, 0)), me)


@router.post("/moments", response={200: MomentOut, 201: MomentOut, **REFUSALS},
             summary="Publish, or repost; the same key does it once", **needs("moments:write"))  # fmt: skip
def publish(request: HttpRequest, body: MomentIn) -> Any:
    me: Any = request.user
    said = body.model_dump()
    done = actions.publish_once(actions.Draft(me, **said))
    return 200 if done.again else 201, _one(done.moment.pk, me)


@router.post("/uploads", response={201: FileOut, **REFUSALS}, summary="Upload a picture or film; name its key in a moment",
             **needs("moments:write"))  # fmt: skip
def upload(request: HttpRequest, file: UploadedFile = File(...)) -> Any:  # noqa: B008  (ninja reads it so)
    return 201, file_out(keep_upload(request.user, file, (file.name or "").replace("\x00", ""), file.content_type or ""))


@router.get("/moments/{moment_id}", response={200: MomentOut, **REFUSALS}, summary="One moment", **needs("moments:read"))
def one(request: HttpRequest, moment_id: Id) -> Any:
    found = _one(moment_id, request.user)
    seen(request, moment_id)
    return found


@router.patch("/moments/{moment_id}", response={200: MomentOut, **REFUSALS}, summary="Say it anew; what it said stays",
              **needs("moments:write"))  # fmt: skip
def edit(request: HttpRequest, moment_id: Id, body: TextIn) -> Any:
    me: Any = request.user
    actions.edit_moment(moment_for(me, moment_id), me, body.text)
    return _one(moment_id, me)


@router.put("/moments/{moment_id}/audience", response={200: MomentOut, **REFUSALS}, summary="Let others see it",
            **needs("moments:write"))  # fmt: skip
def audience(request: HttpRequest, moment_id: Id, body: AudienceIn) -> Any:
    me: Any = request.user
    actions.change_audience(moment_for(me, moment_id), me, **body.model_dump())
    return _one(moment_id, me)


@router.delete("/moments/{moment_id}", response={204: None, **REFUSALS}, summary="Delete it; a tombstone stays", **needs("moments:write"))
def delete(request: HttpRequest, moment_id: Id) -> Any:
    me: Any = request.user
    actions.delete_moment(moment_for(me, moment_id), me)
    return 204, None


@router.get("/moments/{moment_id}/files/{key}/{variant}", response={**REFUSALS}, summary="A picture's content", **needs("moments:read"))
def content(request: HttpRequest, moment_id: Id, key: Annotated[str, Path(max_length=32)],
            variant: Literal["large", "thumb", "video", "poster"]) -> Any:  # fmt: skip
    moment = moment_for(request.user, moment_id)  # type: ignore[arg-type]
    return served_anew(request, file_of(moment, key.replace("\x00", "")), variant)


def _one(pk: int, me: Any) -> dict[str, Any]:
    return moments_out([moment_for(me, pk)], me)[0]
