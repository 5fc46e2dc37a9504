"""./dev bench compiled: what each compiled query spares over the same question spelled by the ORM. Milliseconds of the processor, SQLite.

Every `Compiled` of the house is asked with values that it was asked with while the invented county was loaded and its pages were opened, in
turn as it is and as the query set it is made of. What is not asked there is said.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGES = ("/messages", "/today", "/board", "/square", "/cases", "/desk", "/people", "/me", "/notices", "/repetitions", "/circle", "/matters")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="times each question is asked each way")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as data:
        os.environ.update(HUIYIN_DATA=data, HUIYIN_DATABASE="", HUIYIN_MODE="dev", DJANGO_SETTINGS_MODULE="huiyin.settings")
        import django

        django.setup()
        asked = watched()
        open_the_county()
        print(f"{'compiled query':<62}{'as it is':>9}{'by the ORM':>11}{'times':>7}")
        for name, compiled in sorted(all_compiled()):
            values = asked.get(id(compiled))
            if values is None:
                print(f"{name:<62}{'not asked here':>20}")
                continue
            here, orm = in_turn(lambda c=compiled, v=values: c(*v), lambda c=compiled, v=values: list(c.make(*v)), rounds)
            print(f"{name:<62}{here:>9.3f}{orm:>11.3f}{orm / here:>7.1f}")


def watched() -> dict[int, tuple[Any, ...]]:
    """Gives the values each compiled query was last asked with, by the query's id; filled from now on."""
    from huiyin.db.compiled import Compiled

    asked: dict[int, tuple[Any, ...]] = {}
    plan = Compiled._plan

    def noting(self: Any, values: Any) -> Any:
        asked[id(self)] = tuple(values)
        return plan(self, values)

    Compiled._plan = noting  # type: ignore[method-assign]
    return asked


def open_the_county() -> None:
    """Loads the invented county and opens its pages as some of its people."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    from huiyin.demo.loading import load
    from huiyin.groups.models import Group
    from huiyin.people.models import Person
    from tests.factories import a_session

    load()
    groups = [f"/groups/{pk}" for pk in Group.objects.order_by("pk").values_list("pk", flat=True)[:5]]
    for person in Person.objects.order_by("pk")[:12]:
        client = Client(SERVER_NAME="127.0.0.1")
        client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
        for path in (*PAGES, *groups):
            client.get(path)


def all_compiled() -> Iterator[tuple[str, Any]]:
    """Gives every compiled query of the house, by the module and the name it is bound to."""
    import huiyin
    from huiyin.db.compiled import Compiled

    for found in pkgutil.walk_packages(huiyin.__path__, "huiyin."):
        if ".migrations" in found.name or found.name.endswith(("__main__", "settings_test", "asgi")):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for part, one in _inside(value):
                if isinstance(one, Compiled) and one.make.__module__ == found.name:
                    yield f"{found.name.removeprefix('huiyin.')}.{name}{part}", one


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((f"[{key!r}]", one) for key, one in value.items())
    else:
        yield "", value


def in_turn(one: Callable[[], Any], other: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Gives how long each takes, in milliseconds of the processor: the middle of many, asked in turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for place, ask in enumerate((one, other)):
            began = time.process_time()
            ask()
            taken[place].append((time.process_time() - began) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


if __name__ == "__main__":
    main()
