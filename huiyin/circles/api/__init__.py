"""This app's part of the API."""

from __future__ import annotations

from huiyin.circles.api import circles
from huiyin.core.api import ApiPart

OPERATIONS = {
    "circles_mine": "Gives the residents in the circle the person keeps; the header Link says where the list goes on.",
    "circles_waiting": "Gives whose word waits in the person's circle, the longest first, as far as they may read it.",
    "circles_code": "Makes a code, good for a day. Whoever follows it reads what it means and says yes themself.",
    "circles_ask": "Asks a resident from a group both are in, who answers themself; or takes in somebody who said yes at the desk.",
    "circles_one": "Gives one resident in the person's circle, with the visits noted.",
    "circles_visit": "Notes a visit or a call, and what was promised and by when.",
    "circles_kept": "Says that a promise is kept; the resident is told.",
    "circles_let_go": "Takes a resident out of the circle; its notes are no longer seen.",
    "circles_in_them": "Gives the circles the person is in or was asked into, with what was promised to them.",
    "circles_answer": "Says yes or no to having been asked into a circle.",
    "circles_leave": "Leaves a circle; nobody asks why.",
}
FIELDS = {
    "tie_id": "The number of a resident's tie to a circle.",
    "visit_id": "The number of a visit.",
    "person": "The number of the resident.",
    "way": "How they came: by a code (code), from a group (group), at the desk (desk).",
    "met": "Where and when they met.",
    "since": "Since when.",
    "state": "Where it stands: asked, or in.",
    "on": "The day of the visit.",
    "promise": "What was promised; the resident reads it too.",
    "promise_by": "By which day it is kept.",
    "kept_at": "When it was kept.",
    "kept_words": "How it was kept.",
    "visits": "Visits and calls, the latest first.",
    "tie": "The number of the resident's tie.",
    "kind": "What waits: a message in a group, or a case.",
    "place": "The group, or the number of the case.",
    "href": "Where it is.",
    "step": "How often somebody was told: who keeps the circle, the head of the unit, who stands above.",
    "keeper": "The official who keeps the circle.",
    "keeper_name": "The name of who keeps the circle.",
    "post": "The post the circle goes with.",
    "passing_to": "Who holds the post now, and gets the circle soon.",
    "passes_at": "When the circle goes to them.",
    "promises": "What was promised to the person.",
    "expires_at": "Until when it is good.",
    "said_yes": "That they said yes in person.",
    "yes": "Yes, or no.",
    "words": "What was said.",
    "q": "Part of a name, its pinyin, or where you met.",
    "name": "Their name.",
}
EXAMPLES = {
    "CircleAskIn": {"person": 12, "way": "group", "key": "ask-12"},
    "CircleVisitIn": {"on": "2026-11-20", "words": "老人一个人住", "promise": "送一副拐杖来", "promise_by": "2026-11-27", "key": "v-1"},
    "CircleCodeIn": {"met": "坝上", "key": "code-1"},
    "CircleKeptIn": {"words": "拐杖已送到", "key": "kept-1"},
    "CircleSureIn": {"key": "sure-1"},
    "CircleAnswerIn": {"yes": True, "key": "yes-1"},
}
API = [
    ApiPart("circles", [circles.router], tags={"circles": "The residents an official keeps in touch with."}, operations=OPERATIONS,
            fields=FIELDS, examples=EXAMPLES),
]  # fmt: skip
