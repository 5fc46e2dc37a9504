"""./dev shots: a picture of every page, on a phone and a desk, light and dark, in Chinese and English, and with large text.

    ./dev shots                    every page
    ./dev shots group sign-in      these pages
    ./dev shots --full group       the whole page, not only what fits the screen
    ./dev shots --fresh            with the invented county made anew

For each page shots/NAME.png shows all of its pictures side by side; the pictures themselves are in shots/NAME/.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "shots"
DATA = SHOTS / ".data"
sys.path.insert(0, str(ROOT))

from tests import shots_sessions as sessions  # noqa: E402 - the house must be on the path first

Find = Callable[["County"], str]
_beside = ThreadPoolExecutor(1)


@dataclass(frozen=True)
class Shown:
    """A page to be pictured: its name, who looks ("" is a visitor), its path or how to find it."""

    name: str
    who: str
    path: str | Find
    fill: tuple[tuple[str, str], ...] = ()  # what is typed before the picture: (selector, words)
    then: sessions.Step | None = None  # what is done before the picture, with the tab


PAGES = (
    Shown("welcome", "", "/"),
    Shown("sign-in", "", "/sign-in"),
    Shown("join", "", lambda c: f"/join/{c.invite_key()}"),
    Shown("not-found", "", "/no-such-page"),
    Shown("messages", "leader", "/messages"),
    Shown("group", "leader", lambda c: f"/groups/{c.group('work')}"),
    Shown("today", "leader", "/today"),
    Shown("board", "leader", "/board"),
    Shown("board-late", "leader", "/board?light=near"),
    Shown("task", "leader", lambda c: f"/tasks/{c.task(3)}"),
    Shown("task-ladder", "leader", lambda c: f"/tasks/{c.task(1)}"),
    Shown("task-new", "leader", lambda c: f"/groups/{c.group('work')}/tasks/new?text=@周建国 明天下班以前把方案报我"),
    Shown("task-new-repeats", "leader", lambda c: f"/groups/{c.group('work')}/tasks/new?text=@周建国 每周一上午10点前把进度报我"),
    Shown("repetition", "leader", lambda c: f"/repetitions/{c.repetition()}"),
    Shown("group-tasks", "leader", lambda c: f"/groups/{c.group('work')}/tasks"),
    Shown("handovers", "leader", "/handovers"),
    Shown("mine", "resident", "/mine"),
    Shown("case-new", "", "/cases/new"),
    Shown("case-look-up", "", "/cases/look-up"),
    Shown("cases", "resident", lambda c: f"/cases?{c.case('answered')}"),
    Shown("case-asked", "resident", lambda c: f"/cases/{c.case('answered')}"),
    Shown("case-clock", "resident", lambda c: f"/cases/{c.case('answered')}/clocks/2"),
    Shown("cases-desk", "leader", lambda c: f"/cases/desk?state=&x={c.case('handling')}"),
    Shown("case", "leader", lambda c: f"/cases/{c.case('registered')}"),
    Shown("case-handled", "leader", lambda c: f"/cases/{c.case('handling')}"),
    Shown("case-call", "leader", "/cases/call?phone=13900001111"),
    Shown("group-listening", "resident", lambda c: f"/groups/{c.group('listening')}"),
    Shown("group-notice", "leader", lambda c: f"/groups/{c.group('notice')}"),
    Shown("group-details", "leader", lambda c: f"/groups/{c.group('work')}/details"),
    Shown("group-members", "leader", lambda c: f"/groups/{c.group('work')}/members"),
    Shown("group-add", "leader", lambda c: f"/groups/{c._owned().pk}/members/add?q=孟"),
    Shown("group-invites", "leader", lambda c: f"/groups/{c._owned().pk}/invites"),
    Shown("receipts", "leader", lambda c: c.receipts()),
    Shown("forward", "leader", lambda c: f"/groups/{c.group('work')}/messages/1/forward"),
    Shown("group-gallery", "leader", lambda c: f"/groups/{c.group('work')}/gallery"),
    Shown("group-new", "leader", "/groups/new"),
    Shown("group-hooks", "leader", lambda c: f"/groups/{c.group_with_programs().group_id}/hooks"),
    Shown("group-subscription", "leader", lambda c: "/groups/{0.group_id}/subscriptions/{0.pk}".format(c.group_with_programs())),
    Shown("group-exports", "leader", lambda c: f"/groups/{c.group_with_exports()}/exports"),
    Shown("notices", "deputy", "/me/notices"),
    Shown("notices-settings", "deputy", "/me/notices/settings"),
    Shown("notices-mailbox", "leader", lambda c: f"/me/notices/settings?{c.mailbox()}"),
    Shown("mail-stop", "", lambda c: c.mail_stop()),
    Shown("calendar", "deputy", "/me/calendar"),
    Shown("notices-empty", "resident", "/me/notices"),
    Shown("group-robots", "leader", lambda c: f"/groups/{c.group_with_robot().group_id}/robots"),
    Shown("group-robot-new", "leader", lambda c: f"/groups/{c.group_with_robot().group_id}/robots/new/dingtalk"),
    Shown("group-robot", "leader", lambda c: "/groups/{0.group_id}/robots/{0.pk}".format(c.group_with_robot())),
    Shown("people", "leader", "/people"),
    Shown("person", "leader", lambda c: f"/people/{c.people['resident'].pk}"),
    Shown("unit", "leader", lambda c: f"/units/{c.unit()}"),
    Shown("search", "leader", "/search?q=鮰鱼"),
    Shown("search-nothing", "leader", "/search?q=没有这样的话"),
    Shown("me", "resident", "/me"),
    Shown("my-data", "resident", lambda c: f"/me/data?{c.own_copy()}"),
    Shown("my-erasure", "leader", "/me/data/erase"),
    Shown("my-phone", "resident", "/me/phone"),
    Shown("devices", "leader", "/me/devices"),
    Shown("passkeys", "leader", "/me/passkeys"),
    Shown("again", "audit", lambda c: c.left_open("audit", "/manage/journal.csv")),
    Shown("manage", "admin", "/manage"),
    Shown("manage-codes", "admin", "/manage/codes"),
    Shown("manage-units", "admin", "/manage/units"),
    Shown("manage-hours", "admin", lambda c: f"/manage/units/{c.unit()}/hours"),
    Shown("manage-posts", "admin", "/manage/posts"),
    Shown("manage-staff", "admin", "/manage/staff"),
    Shown("manage-import", "admin", "/manage/staff/import"),
    Shown("manage-days", "admin", "/manage/days"),
    Shown("manage-erasures", "admin", lambda c: f"/manage/erasures?{c.erasure_asked()}"),
    Shown("manage-erase", "admin", lambda c: f"/manage/erasures/{c.erasure_asked()}"),
    Shown("manage-administrators", "security", "/manage/administrators"),
    Shown("manage-journal", "audit", "/manage/journal"),
    Shown("session-idle", "leaving", sessions.near_its_end, then=sessions.ends(idle_seconds=480, whole_seconds=9**6)),
    Shown("session-whole", "leaving", sessions.near_its_end, then=sessions.ends(idle_seconds=9**6, whole_seconds=480)),
    Shown("session-over", "leaving", sessions.near_its_end, then=sessions.ends(401)),
    Shown("sign-in-carries", "outside", "/sign-in", then=sessions.at_the_door),
    Shown("sign-in-kept", "outside", "/sign-in", then=sessions.behind_the_door(DATA / "server.log")),
)
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}
#: (language, text size, colour schemes)
MOODS = (("zh-hans", "normal", ("light", "dark")), ("en", "normal", ("light", "dark")), ("zh-hans", "large", ("light",)))
SHEET_SCALE = 0.5
REFUSING = ("not-found", "again", "session-over", "sign-in-carries", "sign-in-kept")  # pages that answer with words why not


class County:
    """The invented county as the pages need it: who looks, and the numbers in paths."""

    def __init__(self) -> None:
        from django.db.models import Count, Q

        from huiyin.demo.doors import doors
        from huiyin.people.models import Administrator, Person

        known = [door.person.pk for door in doors()]  # those a visitor may be: their pages are the ones the county is written for
        groups = Count("memberships", filter=Q(memberships__left_at=None))
        active = Person.objects.filter(pk__in=known).annotate(groups=groups).order_by("-groups", "pk")
        self.people: dict[str, Any] = {"leader": active.filter(kind="official").first(), "resident": active.filter(kind="resident").first()}
        told = Person.objects.filter(notices__isnull=False).annotate(told=Count("notices")).order_by("-told", "pk").first()
        self.people["deputy"] = told or self.people["leader"]
        named = {a.role: a.person for a in Administrator.objects.select_related("person")}
        for who, role in (("admin", "system"), ("security", "security"), ("audit", "audit")):
            self.people[who] = named.get(role, self.people["leader"])
        self.people["leaving"] = self.people["leader"]  # last: in a session of their own, which nears its end

    def group(self, kind: str) -> int:
        """Gives the liveliest group of a kind that whoever looks at it belongs to."""
        from huiyin.groups.models import Member

        who = self.people["resident" if kind == "listening" else "leader"]
        member = Member.objects.filter(person=who, left_at=None, group__kind=kind).order_by("-group__last_n").first()
        if member is None:
            raise LookupError(f"{who} is in no {kind} group")
        return member.group_id

    def task(self, n: int) -> int:
        """Gives the n-th task of the county's story."""
        return n

    def case(self, state: str) -> int:
        """Gives one of the resident's requests in this state, made where there is none."""
        from huiyin.demo.cases import a_case

        return a_case(self.people["resident"], state).pk

    def repetition(self) -> int:
        """Gives a task that comes again."""
        return 1

    def _owned(self) -> Any:
        """Gives the liveliest group the leader owns."""
        from huiyin.groups.models import Member

        owned = Member.objects.filter(person=self.people["leader"], left_at=None, role="owner", group__archived_at=None)
        member = owned.select_related("group").order_by("-group__last_n").first()
        if member is None:
            raise LookupError("the leader owns no group")
        return member.group

    def group_with_programs(self) -> Any:
        """Gives a subscription of a group in which programs speak; all made at the first call, with a program that does not answer."""
        from huiyin.hooks.actions import make_hook, sending, speak, subscribe
        from huiyin.hooks.models import Subscription

        group, leader = self._owned(), self.people["leader"]
        made = Subscription.objects.filter(group=group).first()
        if made is None:
            hook, _secret = make_hook(group, leader, "东坝水位站")
            made, _secret = subscribe(group, leader, "https://tasks.example/huiyin", ["message.posted", "member.entered"])
            speak(hook, {"text": "水位 31.2 米，超警戒 0.2 米", "urgent_reason": "一小时涨 0.3 米"})
            sending.send_due()
        return made

    def group_with_robot(self) -> Any:
        """Gives a robot of the leader's group, made at the first call; one test of it was not answered, one waits."""
        from huiyin.channels.actions import add_robot, send_test
        from huiyin.channels.models import Delivery, Destination

        group, leader = self._owned(), self.people["leader"]
        made = Destination.objects.filter(group=group, ended_at=None).first()
        if made is None:
            address = "https://oapi.dingtalk.com/robot/send?access_token=66a5f3b1c2d4e5f60718293a4b5c6d7e"
            made = add_robot(
                group, leader, "dingtalk", name="水产局值班群", address=address, secret="SEC0", events=["issued", "late", "rung", "settled"]
            )
            send_test(made, leader)
            Delivery.objects.filter(destination=made).update(state="sent", tried_at=made.made_at)
            later = send_test(made, leader)
            Delivery.objects.filter(pk=later.pk).update(state="unclear", tried_at=made.made_at, answer="slow")  # nobody is asked
        return made

    def mailbox(self) -> str:
        """Sees to it that the leader has a confirmed mailbox. Gives nothing to add to an address."""
        from huiyin.channels.actions.mailboxes import shaded
        from huiyin.channels.models import Destination
        from huiyin.channels.sealing import seal
        from huiyin.notices.wording import FAMILIES

        leader, box = self.people["leader"], "someone@county.example"
        given = {"by": leader, "sealed": seal({"address": box}), "hint": shaded(box), "told": list(FAMILIES)}
        Destination.objects.get_or_create(person=leader, channel="mail", ended_at=None, defaults=given)
        return ""

    def mail_stop(self) -> str:
        """Gives the path that every letter to the leader carries, at which the letters end."""
        from huiyin.channels.mail.sender import stop_path
        from huiyin.channels.models import Destination

        self.mailbox()
        box = Destination.objects.get(person=self.people["leader"], channel="mail", ended_at=None)
        return stop_path(box.pk)

    def own_copy(self) -> str:
        """Makes the resident a copy of their data, once."""
        from huiyin.groups.exporting.actions import ask_own_copy, make_next
        from huiyin.groups.models import Export

        if not Export.objects.filter(by=self.people["resident"], group=None, state="ready").exists():
            ask_own_copy(self.people["resident"])
            make_next()
        return "ready"

    def erasure_asked(self) -> int:
        """Has somebody who is no door ask for erasure, once. Gives their number."""
        from huiyin.people.models import Person
        from huiyin.privacy.actions.asking import ask_erasure
        from huiyin.privacy.models import Erasure

        asked = Erasure.objects.filter(state="asked").first()
        if asked is None:
            known = {person.pk for person in self.people.values()}
            who = Person.objects.filter(kind="resident", erased_at=None).exclude(pk__in=known).order_by("-pk").first()
            assert who is not None
            asked = ask_erasure(who, "erase")
        return int(asked.person_id)

    def group_with_exports(self) -> int:
        """Gives a group with exports: one ready."""
        from huiyin.groups.exporting.actions import ask_export, make_next
        from huiyin.groups.models import Export

        group, leader = self._owned(), self.people["leader"]
        if not Export.objects.filter(group=group).exists():
            ask_export(group, leader, "html")
            make_next()
        return group.pk

    def receipts(self) -> str:
        """Gives the path of the receipts of something the leader said lately in a work group."""
        from huiyin.groups.models import Message

        said = Message.objects.filter(author=self.people["leader"], group__kind="work", recalled_at=None).order_by("-pk").first()
        if said is None:
            raise LookupError("the leader said nothing")
        return f"/groups/{said.group_id}/messages/{said.n}/receipts"

    def unit(self) -> int:
        """Gives the unit with the most posts."""
        from django.db.models import Count

        from huiyin.people.models import Unit

        return Unit.objects.annotate(n=Count("posts")).order_by("-n", "pk").values_list("pk", flat=True)[0]

    def invite_key(self) -> str:
        """Gives the key of an invitation that still holds."""
        from django.utils import timezone

        from huiyin.groups.actions.inviting import make_invite
        from huiyin.groups.models import Invite

        invite = Invite.objects.filter(revoked_at=None, expires_at__gt=timezone.now()).order_by("-expires_at").first()
        return (invite or make_invite(self._owned(), self.people["leader"])).key

    def left_open(self, who: str, path: str) -> str:
        """Lets an hour pass on somebody's devices, as if they had signed in by a code. Gives the path where they are asked again."""
        from datetime import timedelta

        from django.utils import timezone

        from huiyin.people.models import Device

        Device.objects.filter(person=self.people[who]).update(how="code", started_at=timezone.now() - timedelta(hours=1), proved_at=None)
        return path

    def put_in_mood(self, language: str, text_size: str) -> None:
        """Sets language and text size of all who look."""
        from huiyin.people.models import Person

        Person.objects.filter(pk__in=[p.pk for p in self.people.values()]).update(language=language, text_size=text_size, theme="auto")


def main() -> int:
    """Takes the pictures asked for. Gives 1 where a page could not be pictured or complained."""
    given = sys.argv[1:]
    wanted = [word for word in given if not word.startswith("-")]
    unknown = set(wanted) - {page.name for page in PAGES}
    if unknown or {"-h", "--help"} & set(given):
        print(__doc__)
        print("Pages: " + " ".join(page.name for page in PAGES))
        return 2 if unknown else 0
    pages = [page for page in PAGES if not wanted or page.name in wanted]
    began = time.monotonic()
    prepare("--fresh" in given)
    import django

    django.setup()
    with serving() as url:
        troubles = take(pages, County(), url, "--full" in given)
    for page in pages:
        sheet(page.name)
    print(f"\n{len(pages)} pages in shots/, {time.monotonic() - began:.0f} s")
    for trouble in sorted(troubles):
        print(f"  ! {trouble}")
    return 1 if troubles else 0


def prepare(fresh: bool) -> None:
    """Makes the invented county in shots/.data, again when what it is made of has changed."""
    os.environ |= {"HUIYIN_DATA": str(DATA), "HUIYIN_MODE": "dev", "HUIYIN_DATABASE": "", "DJANGO_SETTINGS_MODULE": "huiyin.settings"}
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
    made, parts = DATA / "made", [*(ROOT / "huiyin/demo").rglob("*"), *(ROOT / "huiyin").glob("*/migrations/*.py")]
    if fresh or not made.exists() or any(p.is_file() and p.stat().st_mtime > made.stat().st_mtime for p in parts if p.suffix != ".pyc"):
        shutil.rmtree(DATA, ignore_errors=True)
        DATA.mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "huiyin", "demo"], cwd=ROOT, check=True)
        made.touch()


@contextmanager
def serving() -> Iterator[str]:
    """A server on the county. Gives its address."""
    from tests.postgres import free_port

    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with open(DATA / "server.log", "wb") as log:
        command, told = [sys.executable, "-m", "huiyin", "serve", "--port", str(port)], os.environ | {"PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=told)  # a code is read there as soon as it is told
        try:
            until = time.monotonic() + 30
            while time.monotonic() < until and server.poll() is None:
                try:
                    urllib.request.urlopen(f"{url}/healthz", timeout=1).close()
                    break
                except urllib.error.HTTPError as error:
                    error.close()
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                raise SystemExit(f"the server did not start:\n{(DATA / 'server.log').read_text()[-3000:]}")
            yield url
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def take(pages: list[Shown], county: County, url: str, full: bool) -> set[str]:
    """Takes every picture. Gives what went wrong, in words."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM_ARGS
    from tests.factories import a_session

    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium here: apt-get install chromium fonts-noto-cjk")
    keys = {who: a_session(person) for who, person in county.people.items()}
    troubles: set[str] = set()
    for page in pages:
        shutil.rmtree(SHOTS / page.name, ignore_errors=True)
        (SHOTS / page.name).mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        for language, text_size, device, scheme in moods():
            county.put_in_mood(language, text_size)
            label = f"{device}-{scheme}-{language}" + ("-large" if text_size == "large" else "")
            for who in dict.fromkeys(page.who for page in pages):
                context = browser.new_context(
                    base_url=url,
                    color_scheme=scheme,
                    locale="zh-CN" if language == "zh-hans" else "en",
                    timezone_id="Asia/Shanghai",
                    reduced_motion="reduce",
                    **DEVICES[device],
                )
                if who in keys:
                    context.add_cookies([{"name": "huiyin", "value": keys[who], "url": url}])
                tab = context.new_page()
                for page in (p for p in pages if p.who == who):
                    troubles |= picture(tab, page, county, SHOTS / page.name / f"{label}.png", full)
                context.close()
            print(f"  {label}", flush=True)
        browser.close()
    return troubles


def moods() -> Iterator[tuple[str, str, str, str]]:
    """Gives every way a page is looked at: language, text size, device, colour scheme."""
    for language, text_size, schemes in MOODS:
        for device in DEVICES:
            for scheme in schemes:
                yield language, text_size, device, scheme


def picture(tab: Any, page: Shown, county: County, target: Path, full: bool) -> set[str]:
    """Takes one picture. Gives what the page complained about."""
    said: set[str] = set()

    def listen(message: Any) -> None:
        if message.type == "error" and not (page.name in REFUSING and "the server responded with a status of 40" in message.text):
            said.add(f"{page.name}: the console says: {message.text[:160]}")

    tab.on("console", listen)
    try:
        # In a thread of its own: in this one Playwright's loop runs, and Django gives a loop another connection than its thread.
        path = page.path if isinstance(page.path, str) else _beside.submit(page.path, county).result()
        answer = tab.goto(path, wait_until="load", timeout=15_000)
        tab.evaluate("document.fonts.ready.then(() => true)")
        for selector, words in page.fill:
            tab.fill(selector, words)
        if page.then:
            page.then(tab, county)
        if answer is not None and answer.status >= 400 and page.name not in REFUSING:
            said.add(f"{page.name}: {path} answered {answer.status}")
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            said.add(f"{page.name}: wider than the screen in {target.stem}")
        tab.screenshot(path=str(target), full_page=full)
    except LookupError as error:
        said.add(f"{page.name}: {error}")
    except Exception as error:
        said.add(f"{page.name}: {type(error).__name__}: {str(error).splitlines()[0][:160]}")
    finally:
        tab.remove_listener("console", listen)
    return said


def sheet(name: str) -> None:
    """Puts the pictures of a page side by side: phones above, desks below."""
    from PIL import Image, ImageDraw

    rows = []
    for device in DEVICES:
        scale = SHEET_SCALE / DEVICES[device].get("device_scale_factor", 1)
        row = []
        for path in sorted((SHOTS / name).glob(f"{device}-*.png")):
            shot = Image.open(path).convert("RGB")
            row.append((path.stem, shot.resize((round(shot.width * scale), round(shot.height * scale)), Image.Resampling.LANCZOS)))
        # Five phones fit a row; desks stand in twos and threes, or the sheet is too wide to look at.
        step = len(row) if device == "phone" else 3
        rows += [row[i : i + step] for i in range(0, len(row), step or 1)]
    if not rows:
        return
    gap, caption = 16, 18
    width = max(sum(shot.width + gap for _, shot in row) for row in rows) + gap
    height = sum(max(shot.height for _, shot in row) + caption + gap for row in rows) + gap
    paper = Image.new("RGB", (width, height), "#808080")
    draw = ImageDraw.Draw(paper)
    y = gap
    for row in rows:
        x = gap
        for label, shot in row:
            draw.text((x, y), label, fill="white")
            paper.paste(shot, (x, y + caption))
            x += shot.width + gap
        y += max(shot.height for _, shot in row) + caption + gap
    paper.save(SHOTS / f"{name}.png")


if __name__ == "__main__":
    raise SystemExit(main())
