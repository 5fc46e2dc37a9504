"""A county with many requests, brought in by the importer: seven years, one in a hundred still open, most with the bureau of water."""

from __future__ import annotations

import csv
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

THINGS = (
    "路灯", "水管", "垃圾", "噪音", "公交", "宅基地", "低保", "电梯", "物业", "井盖", "学校", "欠薪", "停电", "医保", "水渠", "油烟",
    "违建", "停车", "树木", "路面",
)  # fmt: skip
WORDS = (
    "坏了三天没人修", "一直没有处理", "影响老人出行", "希望尽快解决", "已经反映过两次", "晚上特别吵",
    "下雨就积水", "请有关部门看一看", "孩子上学不安全", "价格不合理",
)  # fmt: skip
PLACES = (
    "石湾村", "上湖村", "下湖村", "柳渡村", "竹湾村", "磨石村", "渡头村", "创业园", "学府路", "南街", "滨江路", "老街",
)  # fmt: skip
TOPICS = ("transport", "city", "environment", "farming", "health", "land")
YEARS = timedelta(days=7 * 365)
SMALL = 60  # requests of the smallest unit


def write(path: Path, many: int, units: tuple[str, str, str]) -> None:
    """Writes a file of so many requests. Takes the names of a large unit, a middling one and a small one."""
    chance, began = random.Random(3), datetime.now() - YEARS
    small = set(chance.sample(range(many), min(SMALL, many)))
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["number", "registered_at", "state", "topic", "unit", "place", "text", "answer", "answered_at", "rating"])
        for n in range(many):
            at = began + YEARS * (n / many)
            is_open = chance.random() < (0.2 if n > many * 0.96 else 0.002)
            unit = units[2] if n in small else chance.choices(units[:2], (9, 1))[0]
            place, thing = chance.choice(PLACES), chance.choice(THINGS)
            text = f"{place}{chance.randint(1, 12)}组的{thing}，{'，'.join(chance.sample(WORDS, 4))}。来件{n}。"
            answered = min(at + timedelta(days=1), datetime.now())
            done = ["", "", ""] if is_open else [f"{thing}的问题已经安排人员处理完毕，请查看。", f"{answered:%Y-%m-%d %H:%M:%S}", "满意"]
            state = "handling" if is_open else "settled"
            out.writerow([f"Q{n:08d}", f"{at:%Y-%m-%d %H:%M:%S}", state, chance.choice(TOPICS), unit, place, text, *done])


def make(many: int, home: Path) -> dict[str, object]:
    """Makes the county. Gives who is who, and how long it took: by the wall's clock and in seconds of the processor."""
    from huiyin.cases.actions.importing import import_cases
    from huiyin.people.actions.administrators import appoint_administrator
    from tests.cases.conftest import a_county
    from tests.factories import a_holding, a_post, a_unit

    county = a_county()
    appoint_administrator(county.second, "system")
    small = a_unit("县档案馆", county.office)
    archivist = a_holding(post=a_post("馆员", small)).person
    path = home / "requests.csv"
    write(path, many, (county.water.name, county.roads.name, small.name))
    began, worked = time.monotonic(), time.process_time()
    brought = import_cases(path, progress=lambda done, total: print(f"{done:,}", file=sys.stderr) if done % 50_000 == 0 else None)
    print(brought, file=sys.stderr)
    return {
        "desk": county.desk.pk, "bureau": county.head.pk, "small": archivist.pk, "resident": county.resident.pk, "unit": county.roads.pk,
        "import_s": round(time.monotonic() - began, 1), "import_cpu_s": round(time.process_time() - worked, 1), "cases": many,
    }  # fmt: skip
