"""What became of a moment: its cascade and how far it reached."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from huiyin.core.api import LARGEST, REFUSALS, needs
from huiyin.feed.queries.cards import moment_for
from huiyin.feed.reach.actions import flush
from huiyin.feed.reach.queries import Branch, cascade_of, reach_of

router = Router(tags=["moments"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


class SharerOut(Schema):
    id: int
    name: str


class NodeOut(Schema):
    id: int
    parent: int | None
    by: SharerOut | None
    views: int
    orders_grams: int | None


class CascadeOut(Schema):
    size: int
    depth: int
    breadth: int
    nodes: list[NodeOut]
    hidden: int


class HourOut(Schema):
    hour: datetime
    views: int


class CodeOut(Schema):
    code: str
    views: int


class ReachOut(Schema):
    views: int
    viewers: int
    likes: int
    comments: int
    reposts: int
    by_hour: list[HourOut]
    by_code: list[CodeOut]


OPERATIONS = {
    "reach_cascade": "Gives who reposted a moment from whom. Of reposts the person may not see only the number, as hidden.",
    "reach_reach": "Gives how far a moment reached: what was counted here, up to a second ago.",
}
FIELDS = {
    "CascadeOut.size": "How many reposts there are below it, the moment itself not counted, those that are hidden counted.",
    "CascadeOut.depth": "How far the farthest repost is from it; a direct one is at 1.",
    "CascadeOut.breadth": "How many reposted it directly.",
    "CascadeOut.nodes": "The moment itself, and its reposts that the person may see, the oldest first.",
    "CascadeOut.hidden": "How many reposts the person may not see.",
    "NodeOut.id": "The repost's number, as a moment.",
    "NodeOut.parent": "What it was reposted from, or the nearest before that which the person may see; null for the moment itself.",
    "NodeOut.by": "Who reposted it, an account by its name; null where it was deleted.",
    "NodeOut.views": "How often it was opened.",
    "NodeOut.orders_grams": "Grams ordered by it; null where the person may not know.",
    "ReachOut.views": "How often it was opened, from inside and by its codes, robots left out; its reposts' views are theirs.",
    "ReachOut.viewers": "How many opened it: a sum of days, so whoever came on two days counts twice.",
    "ReachOut.likes": "How many like it.",
    "ReachOut.comments": "How many comments it has.",
    "ReachOut.reposts": "How many reposts there are below it.",
    "ReachOut.by_hour": "Views of each hour in which there were some.",
    "ReachOut.by_code": "Views by the code they came with, most first; the first, with an empty code, are from inside.",
    "HourOut.hour": "When the hour began.",
    "HourOut.views": "How often it was opened in that hour.",
    "CodeOut.code": "A share's code; empty for from inside.",
    "CodeOut.views": "How often it was opened with it.",
}


@router.get("/moments/{moment_id}/cascade", response={200: CascadeOut, **REFUSALS}, summary="Who reposted it from whom",
            **needs("moments:read"))  # fmt: skip
def cascade(request: HttpRequest, moment_id: Id) -> Any:
    me: Any = request.user
    flush()
    seen = cascade_of(moment_for(me, moment_id), me)
    nodes = [_node(one) for one in (seen.root, *seen.reposts)]
    return {"size": seen.size, "depth": seen.depth, "breadth": seen.breadth, "nodes": nodes, "hidden": seen.hidden}


def _node(one: Branch) -> dict[str, Any]:
    by = {"id": one.by, "name": one.name} if one.by is not None else None
    return {"id": one.id, "parent": one.parent, "by": by, "views": one.views, "orders_grams": one.grams}


@router.get("/moments/{moment_id}/reach", response={200: ReachOut, **REFUSALS}, summary="How far it reached", **needs("moments:read"))
def reach(request: HttpRequest, moment_id: Id) -> Any:
    me: Any = request.user
    moment = moment_for(me, moment_id)
    flush()
    got = reach_of(moment)
    return {
        "views": got.views, "viewers": got.viewers, "likes": got.likes, "comments": got.comments, "reposts": got.reposts,
        "by_hour": [{"hour": hour, "views": views} for hour, views in got.by_hour],
        "by_code": [{"code": code, "views": views} for code, views in got.by_code],
    }  # fmt: skip
