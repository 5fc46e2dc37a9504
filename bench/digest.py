"""./dev bench digest: ten thousand unread words of a fresh reader, and the page after that, in processor time. SQLite in memory.

    .venv/bin/python bench/digest.py [COUNT]       prints: sorting a word as it comes, the first look, a look after ten more words
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ |= {"DJANGO_SETTINGS_MODULE": "huiyin.settings_test"}

ABOUT = ("路灯", "水管", "垃圾站", "斑马线", "宅基地证", "低保", "工资", "水渠", "电费", "噪音", "井盖", "公交车", "医生", "学校", "油烟")
WHERE = ("村口", "桥头", "三组", "小学门口", "菜市场", "卫生室旁边", "码头", "老街", "院坝", "工地")
WHAT = ("坏了一个星期没人管", "昨天又出问题了", "说了三回还是老样子", "晚上看不见", "孩子走路危险", "请派人来看看", "什么时候能解决")


def took(work: Callable[[], Any]) -> tuple[float, Any]:
    """Gives processor time in milliseconds and what came of it."""
    began = time.process_time()
    found = work()
    return (time.process_time() - began) * 1000, found


def main() -> int:
    """Measures and prints."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    import huiyin.urls  # noqa: F401  (as a server has them)
    from huiyin.digest import actions
    from huiyin.digest.queries.cards import digest_of
    from huiyin.digest.queries.drawing import draw
    from huiyin.groups.actions import Draft, post_messages
    from tests.factories import a_group, a_person

    count, chance = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, random.Random(7)
    reader = a_person()
    people = [a_person(kind="resident") for _ in range(200)]
    groups = [a_group(owner=reader, members=chance.sample(people, 80)) for _ in range(12)]
    within = {group.pk: [m.person_id for m in group.members.exclude(person=reader)] for group in groups}

    def say(many: int) -> None:
        drafts = []
        for _ in range(many):
            group = chance.choice(groups).pk
            text = f"{chance.choice(WHERE)}{chance.choice(ABOUT)}{chance.choice(WHAT)}，{chance.choice(WHERE)}{chance.choice(WHAT)}"
            drafts.append(Draft(group, chance.choice(within[group]), text))
        for first in range(0, many, 200):
            post_messages(drafts[first : first + 200])

    def sort() -> None:
        while actions.collect(timezone.now() + timedelta(minutes=1)):
            pass

    def look() -> Any:
        found = digest_of(reader)
        draw(found.cards[:12], reader)
        return found

    from huiyin.language.segment import load_words

    load_words()("路灯坏了")  # a process loads its dictionary once, when it begins to sort
    say(count)
    sorting, _nothing = took(sort)
    first, found = took(look)
    say(10)
    sort()
    again, _found = took(look)
    actions.finish(reader, found.upto)
    after, _found = took(look)
    print(f"{count:,} words in {len(found.cards):,} cards: sorting {sorting / count:.2f} ms a word as it comes, first look {first:.0f} ms, "
          f"again with ten more {again:.0f} ms, after it was read {after:.0f} ms")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
