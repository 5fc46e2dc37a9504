"""A task's own page, and the tasks of a group."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from huiyin.core.errors import KeyUsed, Refused
from huiyin.core.moves import Move
from huiyin.groups.models import Group
from huiyin.groups.rules import membership_of, membership_or_404
from huiyin.groups.views.frame import page
from huiyin.media.serving import serve
from huiyin.people.auth import PersonRequest, require_person
from huiyin.tasks import rules
from huiyin.tasks.extension_points import origins_of
from huiyin.tasks.models import Proof
from huiyin.tasks.move_words import WORDS, MoveWords, done_words
from huiyin.tasks.moves import MOVES
from huiyin.tasks.participation import part_of
from huiyin.tasks.picture import timeline
from huiyin.tasks.queries.listing import tasks_of_group
from huiyin.tasks.queries.page import TaskPage, proof_or_404, task_page
from huiyin.tasks.queries.recurrence import of_group as repeating_in
from huiyin.tasks.queries.sentence import candidates
from huiyin.tasks.queries.visibility import task_for
from huiyin.tasks.quick_deadlines import quick_deadlines
from huiyin.tasks.recurrence.words import rhythm_words
from huiyin.tasks.rendering import card_html, cards_of

CARDS_A_PAGE = 20


@require_GET
@require_person
def task(request: PersonRequest, pk: int) -> HttpResponse:
    """The task: its card, what to do next, what happened."""
    return show(request, pk)


def show(request: PersonRequest, pk: int, refusal: Refused | None = None, move: str = "") -> HttpResponse:
    """Answers with the page; a refused move comes back with the words why and everything that was typed."""
    found = task_for(request.user, pk)
    part = part_of(request.user, found)
    shown = task_page(found, request.user, part)
    drawn = card_html(shown.card, get_language() or "zh-hans")
    member = membership_of(request.user, found.group_id)
    stands = rules.deadline_stands(found, timezone.now())
    soon = found.deadline_at or timezone.now()
    return page(
        request, "tasks/task.html", member, refusal, task=found, shown=shown, part=part, card=drawn, move=move,
        origins=origins_of(request.user, found),
        picture=timeline(found, shown.steps, timezone.now()), typed=_typed(request, refusal),
        everybody=candidates(member) if member and shown.may["pass_on"] else [], deadline_form=f"{timezone.localtime(soon):%Y-%m-%dT%H:%M}",
        stands=stands, must_say_when=not stands, judged=_judged(shown), more=_more(shown),
        quick=quick_deadlines(found.group.unit_id, timezone.now()), said_done=done_words(request.GET.get("done", "")),
    )  # fmt: skip


def _typed(request: PersonRequest, refusal: Refused | None) -> dict[str, Any]:
    kept = request.POST.dict() if refusal is not None else {}
    return kept if kept.get("key") and not isinstance(refusal, KeyUsed) else kept | {"key": uuid.uuid4().hex}


#: The moves that have a place of their own on the page; all others stand under *More*.
PLACED = ("acknowledge", "explain", "report", "progress", "accept", "send-back", "grant-time", "refuse-time", "pass-on", "insist")


def _more(shown: TaskPage) -> list[tuple[Move, MoveWords]]:
    """The other moves the reader may make, with what is said of each; none asks twice for more time."""
    may = [MOVES[name] for name in WORDS if name not in PLACED and shown.may[MOVES[name].offered.replace("-", "_")]]
    return [(row, WORDS[row.name]) for row in may if row.name != "ask-for-time" or shown.extension is None]


def _judged(shown: TaskPage) -> list[Proof]:
    """What stands beside the report that waits for its verdict: its own photos and files."""
    report = shown.card.waiting
    return [proof for proof in shown.proofs if proof.report_id == report.pk] if report is not None else []


@require_GET
@require_person
def of_group(request: PersonRequest, pk: int) -> HttpResponse:
    """The tasks of a group, open ones first; ?ended=1 shows those that ended."""
    member = membership_or_404(request.user, pk)
    group: Group = member.group
    ended = bool(request.GET.get("ended"))
    leaf = Paginator(tasks_of_group(group, ended), CARDS_A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(list(leaf.object_list))
    drawn = [card_html(cards[one.pk], get_language() or "zh-hans") for one in leaf.object_list]
    series = [] if ended else [(one, rhythm_words(one.pattern, one.at)) for one in repeating_in(group)]
    may_issue = rules.may_issue(member, group)
    return page(request, "tasks/of_group.html", member, cards=drawn, leaf=leaf, ended=ended, may_issue=may_issue, series=series)


def is_program(request: HttpRequest) -> bool:
    """Whether a script asks: it is answered with the card alone."""
    return request.headers.get("X-Fragment") == "1"


@require_safe
@require_person
def file(request: PersonRequest, pk: int, key: str, variant: str) -> HttpResponse:
    """A variant of something that proves: for whoever may see the task."""
    proof = proof_or_404(task_for(request.user, pk), key)
    return cast(HttpResponse, serve(proof.upload, variant, request))
