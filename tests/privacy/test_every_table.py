"""No table is forgotten: of whatever leads to a person its app says what becomes of it, or this fails."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.apps import apps

from huiyin.core.personal_data import (
    AT_ONCE,
    BLOCKER_KINDS,
    COPY_PARTS,
    MODELS_DECLARED,
    PIECE_BY_PIECE,
    RETENTION_KINDS,
    STAYING,
    Fate,
    PersonalData,
    in_order,
    retention_names,
)
from huiyin.core.retention_periods import TERMS
from huiyin.people.models import Person
from huiyin.privacy import checks

MODELS = {model._meta.label_lower: model for model in apps.get_models()}


def leading_to_persons(model: str) -> set[str]:
    """Gives the columns of a model that lead to a person."""
    fields = MODELS[model]._meta.get_fields()
    return {f.name for f in fields if f.is_relation and f.related_model is Person and f.concrete and not f.auto_created}


def test_every_table_says_what_of_it_is_about_a_person() -> None:
    declared = set(MODELS_DECLARED.found)
    assert set(MODELS) - declared == set(), "say in its app's personal_data.py what becomes of it when a person is erased"
    assert declared - set(MODELS) == set(), "these are no more"


def test_of_every_column_that_leads_to_a_person_it_is_decided_what_becomes() -> None:
    decided = {one.model: set(one.references) for one in MODELS_DECLARED}
    assert decided == {model: leading_to_persons(model) for model in MODELS}
    assert all(one.why for one in MODELS_DECLARED)


def test_the_start_refuses_a_table_of_which_nobody_says_what_becomes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.nothing_is_forgotten() == []
    declared = {**MODELS_DECLARED.found, "tasks.report": PersonalData("tasks.report", "half of it", {"by": Fate.KEPT})}
    declared.pop("hooks.subscription")
    monkeypatch.setattr(MODELS_DECLARED, "_found", declared)
    told = [(one.id, one.msg.partition(":")[0]) for one in checks.nothing_is_forgotten()]
    assert told == [("rights.E002", "tasks.report"), ("rights.E002", "hooks.subscription")]


def test_what_is_kept_for_a_time_is_of_tables_that_are_and_terms_that_can_be_set() -> None:
    assert {kind.of for kind in RETENTION_KINDS} <= set(MODELS)
    assert {kind.term for kind in RETENTION_KINDS} - {""} == set(TERMS)


def in_this_order(names: list[str], found: Iterable[str]) -> bool:
    """Whether these stand in the order given, whatever other apps put between them."""
    return [name for name in found if name in names] == names


def test_what_goes_and_what_blocks_stands_in_its_order() -> None:
    """The command and the page say it in this order, whichever app is installed first."""
    kept = ["exports", "sessions", "codes", "notices", "webhooks", "outbox", "uploads", "staff_lists", "security", "archived"]
    assert in_this_order(kept, retention_names())
    assert in_this_order(["hooks", "sessions", "delegations", "copies"], [step.name for step in in_order(AT_ONCE)])
    pieces = ["words", "passed_on", "names", "lines_about_tasks", "files", "sealed", "staff_lists", "copies_of_groups"]
    assert in_this_order(pieces, [step.name for step in in_order(PIECE_BY_PIECE)])
    assert {one.of for one in STAYING} <= set(MODELS)
    sections = ["profile", "posts", "devices", "keys", "done", "memberships", "tasks", "notices", "looks", "asked"]
    assert in_this_order(sections, dict.fromkeys(part.section for part in in_order(COPY_PARTS)))
    blockers = ["tasks", "repetitions", "groups", "posts", "handovers", "role", "children"]
    assert in_this_order(blockers, [kind.name for kind in in_order(BLOCKER_KINDS)])
