"""How ./dev shots comes to pages that show themselves only near the end of a session and behind it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

Step = Callable[[Any, Any], None]  # takes the tab and the county

_beside = ThreadPoolExecutor(1)  # Django's own thread: in the picture's runs Playwright's loop
WRITTEN = "三组从昨晚起没有水，水压表在村口泵房，读数是零。请明天上午派人来看，老人们打水要走两里路。"


def near_its_end(county: Any) -> str:
    """Lets the session of whoever is leaving end soon. Gives the page they have open."""
    from django.utils import timezone

    from huiyin.people.devices import AT_MOST
    from huiyin.people.models import Device

    ends = timezone.now() + timedelta(minutes=8)
    device = Device.objects.filter(person=county.people["leaving"]).latest("pk")  # their last session is this one: see County
    Device.objects.filter(pk=device.pk).update(started_at=ends - AT_MOST)
    return f"/groups/{county.group('work')}"


def ends(status: int = 200, **said: int) -> Step:
    """Gives a step that has the server say of the session what it would say, and waits for the bar."""

    def step(tab: Any, county: Any) -> None:
        tab.route("**/me/session", lambda route: route.fulfill(status=status, json=said))
        tab.reload(wait_until="load")
        if tab.locator("#say").count():
            tab.fill("#say", "写到一半")
        tab.locator("#session-end:not([hidden])").wait_for()
        tab.unroute("**/me/session")

    return step


def at_the_door(tab: Any, county: Any) -> None:
    """Sends a form that nobody may send any more."""
    group = _beside.submit(county.group, "listening").result()
    tab.evaluate(
        """({to, words}) => {
          const form = document.querySelector("form.door-form"), text = document.createElement("textarea");
          text.name = "text"; text.value = words; form.append(text); form.action = to; form.noValidate = true; form.submit();
        }""",
        {"to": f"/groups/{group}/messages", "words": WRITTEN},
    )
    tab.locator("textarea[readonly]").wait_for()


def behind_the_door(log: Path) -> Step:
    """Gives a step that sends such a form and signs in with the code that the server's log shows."""

    def step(tab: Any, county: Any) -> None:
        phone = str(county.people["resident"].phone)
        at_the_door(tab, county)
        _beside.submit(_no_code_before).result()
        tab.fill("#phone", phone)
        told = log.stat().st_size
        tab.locator("form.door-form button").first.click()
        tab.locator("#code").wait_for()
        tab.wait_for_load_state("load")  # then the script is there that sends the sixth digit off
        tab.fill("#code", _code(log, told, phone))
        tab.locator("textarea:not([readonly])").wait_for()

    return step


def _no_code_before() -> None:
    """Forgets the codes asked for: a picture in each mood asks for more than a number may."""
    from huiyin.people.models import SignInCode

    SignInCode.objects.all().delete()


def _code(log: Path, told: int, phone: str) -> str:
    from huiyin.people.phones import phone_for_reading

    until, sought = time.monotonic() + 10, re.escape(phone_for_reading(phone)) + r"  code (\d{6})"
    while time.monotonic() < until:
        if found := re.findall(sought, log.read_bytes()[told:].decode(errors="replace")):
            return str(found[-1])
        time.sleep(0.1)
    raise LookupError("no code was told")
