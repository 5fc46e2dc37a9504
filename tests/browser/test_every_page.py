"""Every page at four times its size, without movement, and over a bad line: nothing runs off the side, little has to come."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path
from typing import Any

import pytest

from huiyin.tasks.actions import Named, TaskDraft, issue_task
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say
from tests.faults.processes import environment, prepared, serving

PAGES = [
    "/messages", "/groups/{group}", "/groups/{group}/details", "/groups/{group}/members", "/groups/{group}/tasks", "/tasks/{task}",
    "/today", "/board", "/search?q=鱼", "/people", "/people/{person}", "/units/{unit}", "/me", "/me/notices", "/me/devices", "/me/tokens",
]  # fmt: skip
FIRST_LOAD_KB = 120
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PAINTED = """() => new Promise((told) => {
  new PerformanceObserver((list) => told(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
})"""


_houses = itertools.count(1)


@pytest.fixture
def somebody() -> tuple[Any, dict[str, Any]]:
    unit = a_unit(f"县水产和网箱清拆工作办公室{next(_houses)}")
    owner, post = a_person(), a_post("主任", unit)
    a_holding(owner, post)
    doer = a_person()
    group = a_group("网箱清拆和存鱼销售工作群", owner=owner, members=[doer])
    for n in range(30):
        say(group, doer, f"第 {n} 网箱的鮰鱼今天称了 1,240 斤 https://fish.example/{'a' * 60}")
    task = issue_task(group, owner, TaskDraft("落实上湖村存鱼的去处", Named(doer.pk)))
    return owner, {"group": group.pk, "task": task.pk, "person": doer.pk, "unit": unit.pk}


def test_at_four_times_the_size_nothing_runs_off_the_side(a_browser, sign_in_as, somebody):
    """1280 pixels at 400 % are 320 wide (WCAG 1.4.10)."""
    owner, things = somebody
    page = sign_in_as(a_browser(viewport={"width": 320, "height": 256}).new_page(), owner)
    wide = []
    for path in PAGES:
        page.goto(path.format(**things))
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide.append(f"{path}: {over} px")
    assert not wide


def test_who_wants_no_movement_sees_none(a_browser, sign_in_as, somebody):
    owner, things = somebody
    page = sign_in_as(a_browser(reduced_motion="reduce").new_page(), owner)
    for path in ("/messages", "/groups/{group}", "/tasks/{task}", "/today"):
        page.goto(path.format(**things))
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) => {
              const style = getComputedStyle(one);
              return (parseFloat(style.animationDuration) > 0.02 && style.animationName !== "none")
                || parseFloat(style.transitionDuration) > 0.02;
            }).map((one) => one.className)"""
        )
        assert moving == [], path


@pytest.mark.long
def test_the_first_page_over_a_slow_line_on_a_slow_phone(chromium, tmp_path: Path):
    """Prints what came and when the largest thing was painted, as released: slow 4G (1.6 Mbit/s, 150 ms), a processor four times slower.

    Pages themselves are compressed by the proxy; here they are counted as it would send them.
    """
    env = environment(tmp_path, "", "")
    group, people = prepared(env)
    with serving(env, 1) as (server,):
        for path in ("/", "/messages", f"/groups/{group}", "/today", "/board"):
            phone = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
            context = chromium.new_context(base_url=server.url, service_workers="block", locale="zh-CN", **phone)
            if path != "/":
                context.add_cookies([{"name": "huiyin", "value": people[0].session, "url": server.url}])
            page = context.new_page()
            line = context.new_cdp_session(page)
            came: list[float] = []
            line.on("Network.loadingFinished", lambda told, came=came: came.append(told["encodedDataLength"]))
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", SLOW_4G)
            line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            answer = page.goto(path, wait_until="load")
            assert answer is not None
            painted, html = page.evaluate(PAINTED), answer.body()
            kb = (sum(came) - len(html) + len(gzip.compress(html, 5))) / 1024
            print(f"\n{path:14} {kb:6.0f} KB in {len(came)} answers, largest paint after {painted / 1000:.1f} s")
            assert kb <= FIRST_LOAD_KB, path
            context.close()
