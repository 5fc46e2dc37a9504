"""Two at once: one is done, the other is told that it has changed; numbers are dense however many register together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from huiyin.cases.actions import CaseDraft, answer_case, decide_extension, dispatch_case, register_case, reopen_case
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Refused
from tests.cases.conftest import a_county

pytestmark = pytest.mark.django_db(transaction=True)


def together(*doings: Callable[[], Any]) -> list[str]:
    """Does these at once, each in a thread of its own. Gives what became of each: "done", or the code of its refusal."""
    became = [""] * len(doings)
    gate = threading.Barrier(len(doings))

    def run(n: int) -> None:
        gate.wait()
        try:
            doings[n]()
            became[n] = "done"
        except Refused as refusal:
            became[n] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return became


def test_two_clerks_answer_and_give_out_at_once() -> None:
    county = a_county()
    case = county.given()
    became = together(
        lambda: answer_case(case, county.who("head"), "solved", "换好了，请看看。"),
        lambda: dispatch_case(case, county.who("desk"), county.roads.pk),
    )
    now = Case.objects.get(pk=case.pk)
    assert "done" in became and set(became) <= {"done", "wrong_state", "not_allowed", "not_there"}
    assert (now.state, now.answers.count()) in {("answered", 1), ("dispatched", 0)}


def test_whoever_asked_opens_it_again_twice_at_once_and_it_opens_once() -> None:
    county = a_county()
    case = county.answered()
    became = together(*[lambda: reopen_case(case, county.who("resident"), "没解决")] * 2)
    assert sorted(became) == ["done", "wrong_state"]
    assert case.clocks.filter(kind="again").count() == 1


def test_numbers_are_dense_when_many_register_at_once() -> None:
    county = a_county()
    who = county.who("resident")
    became = together(*[lambda n=n: register_case(CaseDraft(f"第{n}件"), who) for n in range(6)])
    assert became == ["done"] * 6
    assert sorted(Case.objects.values_list("number", flat=True))[-1].endswith("-000006")


def test_one_key_sent_twice_at_once_is_one_case() -> None:
    county = a_county()
    draft, who = CaseDraft("水管漏了", key="same"), county.who("resident")
    became = together(*[lambda: register_case(draft, who)] * 3)
    assert became == ["done"] * 3 and Case.objects.filter(key="same").count() == 1


def test_a_visitor_without_rights_changes_nothing_meanwhile() -> None:
    county = a_county()
    case = county.given()
    assert together(lambda: decide_extension(case, Speaker(), True)) == ["not_there"]
