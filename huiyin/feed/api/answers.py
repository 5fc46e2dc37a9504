"""What answers a moment: comments, likes, shares, requests to study, reports."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Query, Router

from huiyin.core.addresses import absolute
from huiyin.core.api import LARGEST, REFUSALS, each, needs
from huiyin.core.paging import After, a_page, place_after
from huiyin.feed import actions
from huiyin.feed.api.shapes import CommentIn, CommentOut, ReportIn, ShareOut, StudyIn, StudyOut
from huiyin.feed.models import Comment, Study
from huiyin.feed.queries.cards import moment_for
from huiyin.feed.queries.comments import comment_under, comments_of, readers_of
from huiyin.people.api.people import person_out

router = Router(tags=["moments"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


def comment_out(comment: Comment) -> dict[str, Any]:
    """Gives a comment as programs see it; of what is gone no words."""
    return {
        "id": comment.pk, "moment": comment.moment_id, "by": person_out(comment.by), "text": "" if comment.gone else comment.text,
        "reply_to": comment.reply_to_id, "at": comment.at, "deleted": comment.gone,
    }  # fmt: skip


@router.get("/moments/{moment_id}/comments", response={200: list[CommentOut], **REFUSALS}, summary="Comments, oldest first",
            **needs("moments:read"))  # fmt: skip
def comments(request: HttpRequest, response: HttpResponse, moment_id: Id, limit: Annotated[int, Query(ge=1, le=200)] = 50,
             after: After = "") -> Any:  # fmt: skip
    me: Any = request.user
    begins = place_after(after, 2)[0] if after else 0
    found = comments_of(moment_for(me, moment_id), me, begins, limit + 1)
    return each(a_page(request, response, found, limit, lambda one: (one.pk, 0)), comment_out)


@router.post("/moments/{moment_id}/comments", response={200: CommentOut, 201: CommentOut, **REFUSALS}, summary="Say something under it",
             **needs("moments:write"))  # fmt: skip
def comment(request: HttpRequest, moment_id: Id, body: CommentIn) -> Any:
    me: Any = request.user
    done = actions.comment(moment_for(me, moment_id), me, body.text, reply_to=body.reply_to, key=body.key)
    return 200 if done.again else 201, comment_out(done.comment)


@router.delete("/moments/{moment_id}/comments/{comment_id}", response={204: None, **REFUSALS}, summary="Delete a comment",
               **needs("moments:write"))  # fmt: skip
def delete_comment(request: HttpRequest, moment_id: Id, comment_id: Id) -> Any:
    me: Any = request.user
    actions.delete_comment(comment_under(moment_for(me, moment_id), comment_id), me)
    return 204, None


@router.post("/moments/{moment_id}/like", response={204: None, **REFUSALS}, summary="Like it", **needs("moments:write"))
def like(request: HttpRequest, moment_id: Id) -> Any:
    me: Any = request.user
    actions.like(moment_for(me, moment_id), me)
    return 204, None


@router.delete("/moments/{moment_id}/like", response={204: None, **REFUSALS}, summary="Like it no longer", **needs("moments:write"))
def unlike(request: HttpRequest, moment_id: Id) -> Any:
    me: Any = request.user
    actions.unlike(moment_for(me, moment_id), me)
    return 204, None


@router.post("/moments/{moment_id}/share", response={200: ShareOut, **REFUSALS}, summary="My code to share it by", **needs("moments:write"))
def share(request: HttpRequest, moment_id: Id) -> Any:
    me: Any = request.user
    code = actions.share(moment_for(me, moment_id), me).code
    return {"code": code, "url": absolute(request, reverse("shared", args=[code]))}


@router.post("/moments/{moment_id}/study", response={200: StudyOut, 201: StudyOut, **REFUSALS}, summary="Ask named people to study it",
             **needs("moments:write"))  # fmt: skip
def study(request: HttpRequest, moment_id: Id, body: StudyIn) -> Any:
    me: Any = request.user
    done = actions.ask_to_study(moment_for(me, moment_id), me, body.people, body.notes_by, words=body.words, key=body.key)
    return 200 if done.again else 201, _study(done.study)


def _study(study: Study) -> dict[str, Any]:
    parts = [
        {"person": person_out(one.person), "opened_at": one.opened_at, "read_at": one.read_at, "notes_at": one.notes_at}
        for one in readers_of(study)
    ]  # fmt: skip
    return {
        "id": study.pk, "moment": study.moment_id, "version": study.version, "notes_by": study.notes_by, "at": study.at, "readers": parts,
    }  # fmt: skip


@router.post("/moments/{moment_id}/report", response={204: None, **REFUSALS}, summary="Report it to the moderators",
             **needs("moments:write"))  # fmt: skip
def report(request: HttpRequest, moment_id: Id, body: ReportIn) -> Any:
    me: Any = request.user
    actions.flag(moment_for(me, moment_id), me, body.reason, body.words)
    return 204, None
