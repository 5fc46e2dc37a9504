"""Many who would wait for one lock go into one transaction: each gets what is its own, and who fails takes nobody along."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.core.errors import NotThere, Refused
from huiyin.db.group_commit import in_group_commit
from huiyin.journal.models import Stream

pytestmark = pytest.mark.django_db(transaction=True)


def together(actions: list[Callable[[], Any]]) -> list[Any]:
    """Runs the first, and when it is at work all others; so that these come in one transaction. Gives what each gave or raised."""
    begun, go = threading.Event(), threading.Event()

    def first() -> Any:
        begun.set()
        assert go.wait(10)
        return actions[0]()

    def one(action: Callable[[], Any]) -> Any:
        try:
            return in_group_commit("test", action)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        found = [pool.submit(one, first)]
        assert begun.wait(10)
        found += [pool.submit(one, action) for action in actions[1:]]
        while len(_waiting()) < len(actions) - 1:
            threading.Event().wait(0.005)
        go.set()
        return [one.result(20) for one in found]


def _waiting() -> list[Any]:
    from huiyin.db import group_commit

    return group_commit._lines.get("test", [])


def make(key: str, error: Exception | None = None) -> Callable[[], Any]:
    def action() -> Any:
        made = Stream.objects.create(key=key)
        if error is not None:
            raise error
        return made.pk

    return action


def test_each_gets_its_own_and_who_is_refused_stores_nothing() -> None:
    found = together([make("a"), make("b"), make("c", NotThere()), make("d", ZeroDivisionError()), make("e")])
    assert isinstance(found[2], NotThere) and isinstance(found[3], ZeroDivisionError)
    kept = dict(Stream.objects.filter(key__in="abcde").values_list("key", "pk"))
    assert kept == {"a": found[0], "b": found[1], "e": found[4]}


def test_what_the_database_refuses_is_refused_to_one_alone() -> None:
    found = together([make("a"), make("same"), make("same"), make("z")])
    assert sorted(type(one).__name__ for one in found) == ["IntegrityError", "int", "int", "int"]
    assert set(Stream.objects.filter(key__in=["a", "same", "z"]).values_list("key", flat=True)) == {"a", "same", "z"}


def test_they_share_a_transaction_and_each_is_told_in_its_language() -> None:
    marks: list[Any] = []

    def refused(language: str) -> Callable[[], Any]:
        def action() -> Any:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SELECT txid_current()")
                    marks.append(cursor.fetchone())
                else:
                    marks.append(id(connection.connection))
            raise Refused(_("You may not do this. If you think you should, ask the group's owner or your administrator."))

        return action

    def speaking(language: str) -> Callable[[], Any]:
        return lambda: refused(language)()

    with translation.override("en"):
        english = together([make("a"), speaking("en"), speaking("en")])
    assert len(set(marks)) == 1
    assert all(isinstance(one, Refused) for one in english[1:])


def test_within_a_transaction_it_is_simply_run() -> None:
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        in_group_commit("test", make("a"))
        raise ZeroDivisionError
    assert not Stream.objects.filter(key="a").exists()


def test_nobody_is_told_of_success_by_a_transaction_that_was_given_up():
    """One loses the transaction itself, as where the database went away under it: leaving it would undo all and say nothing."""

    def loses_it() -> None:
        Stream.objects.create(key="lost")
        transaction.set_rollback(True)
        raise OperationalError("the database went away")

    first, lost, last = together([make("first"), loses_it, make("last")])
    assert isinstance(lost, OperationalError)
    stored = dict(Stream.objects.values_list("key", "pk"))
    assert (stored.get("first"), stored.get("last")) == (first, last) and "lost" not in stored
