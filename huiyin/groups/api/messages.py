"""Messages: reading, posting, files, receipts, search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Path, Query, Router
from ninja.files import UploadedFile

from huiyin.core.api import LARGEST, REFUSALS, Day, each, needs
from huiyin.core.errors import NotThere
from huiyin.groups import actions
from huiyin.groups.api import words
from huiyin.groups.api.shapes import FileOut, FoundOut, GroupsIn, MessageIn, MessageOut, MessagesOut, ReadIn, ReceiptsOut
from huiyin.groups.message_search.index import search_messages
from huiyin.groups.models import Message
from huiyin.groups.queries import authors_of, file_in, files_of, groups_to_post_in, message_in, page_of, pins, receipts
from huiyin.groups.rules import may_post, may_see_receipts, membership_or_404, require
from huiyin.media.actions import keep_upload
from huiyin.media.serving import serve
from huiyin.people.api.people import person_out
from huiyin.people.models import Person
from huiyin.people.throttles import searches
from huiyin.worktime.bounds import midnight

router = Router(tags=["messages"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]
At = Annotated[int, Query(ge=0, le=LARGEST)]


def messages_out(messages: Sequence[Any]) -> list[dict[str, Any]]:
    """Gives messages as programs read them; what was taken back or erased bears no words. Takes them as `page_of` gives them."""
    authors, files = authors_of(messages), files_of(messages)
    return [_told(message, authors[message.author_id], files.get(message.pk, [])) for message in messages]


def _out(message: Any) -> dict[str, Any]:
    return messages_out([message])[0]


def _told(m: Any, author: Person, uploads: Sequence[Any]) -> dict[str, Any]:
    gone = m.recalled_at is not None or m.erased_at is not None
    files = [] if gone else uploads
    return {
        "group": m.group_id, "n": m.n, "at": m.at, "author": None if m.robot else person_out(author), "program": m.robot,
        "kind": m.kind, "text": "" if gone else m.text, "reply_to": m.reply_to.n if m.reply_to_id else None,
        "urgent_reason": "" if gone else m.urgent_reason, "files": each(files, file_out), "place": None if gone else m.extra.get("place"),
        "task": (m.extra.get("task") or {}).get("id"), "pinned": m.pinned_at is not None, "recalled": m.recalled_at is not None,
        "erased": m.erased_at is not None,
    }  # fmt: skip


def file_out(upload: Any) -> dict[str, Any]:
    """Gives a file: its content lies at /groups/…/files/KEY/VARIANT, for who is signed in."""
    return {name: getattr(upload, name) for name in ("key", "kind", "name", "size", "width", "height")}


@router.get("/groups/{group_id}/messages", response={200: MessagesOut, **REFUSALS}, summary="A page of messages, oldest first",
            **needs("messages:read"))  # fmt: skip
def page(request: HttpRequest, group_id: Id, before: At | None = None, after: At | None = None, around: At | None = None,
         limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Any:  # fmt: skip
    found = page_of(membership_or_404(request.user, group_id).group, before, after, around, limit)  # type: ignore[arg-type]
    return {
        "messages": messages_out(found.messages), "before": found.first_n if found.before else None,
        "after": found.last_n if found.after else None,
    }  # fmt: skip


@router.post("/groups/{group_id}/messages", response={200: MessageOut, 201: MessageOut, **REFUSALS},
             summary="Say something; the same key says it once",
             **needs("messages:write"))  # fmt: skip
def post(request: HttpRequest, group_id: Id, body: MessageIn) -> Any:
    me: Any = request.user
    posted = actions.post_once(
        membership_or_404(me, group_id).group, me, body.text, key=body.key, reply_to=body.reply_to, uploads=body.uploads,
        mentions=[m.model_dump() for m in body.mentions], urgent_reason=body.urgent_reason,
    )  # fmt: skip
    return 200 if posted.again else 201, _out(posted.message)


@router.post("/groups/{group_id}/uploads", response={201: FileOut, **REFUSALS}, summary="Upload a file; name its key in a message",
             **needs("messages:write"))  # fmt: skip
def upload(request: HttpRequest, group_id: Id, file: UploadedFile = File(...)) -> Any:  # noqa: B008  (ninja reads it so)
    member = membership_or_404(request.user, group_id)  # type: ignore[arg-type]
    require(may_post(member, member.group))
    return 201, file_out(keep_upload(request.user, file, (file.name or "").replace("\x00", ""), file.content_type or ""))


@router.get("/groups/{group_id}/files/{key}/{variant}", response={**REFUSALS}, summary="A file's content",
            **needs("messages:read"))  # fmt: skip
def content(request: HttpRequest, group_id: Id, key: Annotated[str, Path(max_length=32)],
            variant: words.FileVariant) -> Any:  # fmt: skip
    found = file_in(membership_or_404(request.user, group_id).group, key.replace("\x00", ""))  # type: ignore[arg-type]
    return serve(found, variant, request)


@router.get("/groups/{group_id}/pins", response={200: list[MessageOut], **REFUSALS}, summary="What is pinned", **needs("messages:read"))
def pinned(request: HttpRequest, group_id: Id) -> Any:
    return messages_out(pins(membership_or_404(request.user, group_id).group))  # type: ignore[arg-type]


@router.post("/groups/{group_id}/read", response={204: None, **REFUSALS}, summary="I have read up to n", **needs("messages:write"))
def read(request: HttpRequest, group_id: Id, body: ReadIn) -> Any:
    me: Any = request.user
    actions.mark_read(membership_or_404(me, group_id).group, me, body.n)
    return 204, None


@router.get("/groups/{group_id}/messages/{n}", response={200: MessageOut, **REFUSALS}, summary="One message", **needs("messages:read"))
def one(request: HttpRequest, group_id: Id, n: Id) -> Any:
    return _out(_message(request, group_id, n))


@router.post("/groups/{group_id}/messages/{n}/recall", response={200: MessageOut, **REFUSALS}, summary="Take back within two minutes",
             **needs("messages:write"))  # fmt: skip
def recall(request: HttpRequest, group_id: Id, n: Id) -> Any:
    return _out(actions.recall_message(_message(request, group_id, n), request.user))  # type: ignore[arg-type]


@router.put("/groups/{group_id}/messages/{n}/pin", response={200: MessageOut, **REFUSALS}, summary="Pin", **needs("messages:write"))
def pin(request: HttpRequest, group_id: Id, n: Id) -> Any:
    return _out(actions.pin_message(_message(request, group_id, n), request.user))  # type: ignore[arg-type]


@router.delete("/groups/{group_id}/messages/{n}/pin", response={200: MessageOut, **REFUSALS}, summary="Unpin", **needs("messages:write"))
def unpin(request: HttpRequest, group_id: Id, n: Id) -> Any:
    return _out(actions.unpin_message(_message(request, group_id, n), request.user))  # type: ignore[arg-type]


@router.post("/groups/{group_id}/messages/{n}/forward", response={200: list[MessageOut], 201: list[MessageOut], **REFUSALS},
             summary="Say it again elsewhere; the same key says it once in each group", **needs("messages:write"))  # fmt: skip
def forward(request: HttpRequest, group_id: Id, n: Id, body: GroupsIn) -> Any:
    me: Any = request.user
    message = _message(request, group_id, n)
    offered = {group.pk: group for group in groups_to_post_in(me)}
    if set(body.groups) - offered.keys():
        raise NotThere
    went = actions.forward_to_all(message, [offered[pk] for pk in set(body.groups)], me, key=body.key)
    return 200 if all(one.again for one in went) else 201, messages_out([one.message for one in went])


@router.get("/groups/{group_id}/messages/{n}/receipts", response={200: ReceiptsOut, **REFUSALS}, summary="Who has read it",
            **needs("messages:read"))  # fmt: skip
def who_read(request: HttpRequest, group_id: Id, n: Id) -> Any:
    member = membership_or_404(request.user, group_id)  # type: ignore[arg-type]
    message = _message(request, group_id, n)
    require(may_see_receipts(member, message))
    found = receipts(message)
    return {
        "read": found.read_count, "unread": found.unread_count, "readers": each(found.read, lambda m: person_out(m.person)),
        "waiting": each(found.unread, lambda m: person_out(m.person)),
    }  # fmt: skip


@router.get("/search", response={200: FoundOut, **REFUSALS}, summary="Find what was said in my groups", **needs("search:read"))
def search(request: HttpRequest, q: Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")] = "", group: At | None = None,
           author: At | None = None, since: Day | None = None, until: Day | None = None,
           kind: words.KindFilter = "",
           order: Literal["best", "newest"] = "best", page: Annotated[int, Query(ge=1, le=1000)] = 1) -> Any:  # fmt: skip
    searches(request.user)  # type: ignore[arg-type]
    found = search_messages(
        request.user, q.strip(), group, author, _midnight(since), _midnight(until, 1),  # type: ignore[arg-type]
        kind or None, order, page,
    )  # fmt: skip
    hits = [{"message": _out(hit.message), "excerpt": "".join(text for text, _mark in hit.pieces)} for hit in found.hits]
    return {"total": found.total, "page": found.page, "pages": found.pages, "more_than": found.more_than,
            "growing": found.growing, "hits": hits}  # fmt: skip


def _midnight(day: date | None, later: int = 0) -> datetime | None:
    """The beginning of a day in the county, or of the day after it."""
    return midnight(day, timezone.get_default_timezone(), later) if day is not None else None


def _message(request: HttpRequest, group_id: int, n: int) -> Message:
    found = message_in(membership_or_404(request.user, group_id).group, n)  # type: ignore[arg-type]
    if found is None:
        raise NotThere
    return found
