"""Two phones and a desk in front of a real server: `huiyin serve` in a process of its own, Debian's Chromium, Playwright.

The server has the test run's database; what tests make stays in it, so each makes its own people and groups and looks only at them.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from huiyin.db import statements
from tests.factories import a_session
from tests.postgres import free_port

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-extensions",
]  # fmt: skip
#: axe's rules that another theme or size of text may break; the others look at what is there, which stays the same.
BY_LOOK = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]}}
CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
PATIENCE_MS = 8_000  # before a test gives up on something that should appear


@dataclass
class Served:
    """A running server. `url` ends without a slash; `data` is its directory."""

    url: str
    data: Path
    _port: int
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it at its port and waits until it answers."""
        with open(self.data / "server.log", "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "huiyin", "serve", "--port", str(self._port)], env=_environment(), stdout=log, stderr=log
            )
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=1).close()
                return
            except urllib.error.HTTPError as error:
                error.close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.log[-3000:]}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Stops it; `signal.SIGKILL` is a cut of the power."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    @property
    def log(self) -> str:
        """What the server wrote so far."""
        return (self.data / "server.log").read_text(errors="replace")


def _environment() -> dict[str, str]:
    """The server's surroundings: the data directory and database of this test run."""
    from django.conf import settings
    from django.db import connection

    database = ""
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        database = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return kept | {
        "HUIYIN_DATA": str(settings.DATA), "HUIYIN_DATABASE": database, "HUIYIN_MODE": "dev", "HUIYIN_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "huiyin.settings",
    }  # fmt: skip


@pytest.fixture(scope="session")
def served(django_db_setup: None, django_db_blocker: Any) -> Iterator[Served]:
    """The server, for the whole run."""
    from django.conf import settings

    port = free_port()
    server = Served(f"http://127.0.0.1:{port}", Path(settings.DATA), port)
    with django_db_blocker.unblock():
        server.start()
        yield server
        server.stop()


@pytest.fixture(autouse=True)
def db(served: Served) -> None:
    """The server's database, in the place of pytest-django's: no transaction around a test, what it writes the server reads."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once; where there is one without a window of its own, that one: a page costs it half the processor."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        # From here on Playwright's loop runs in this thread, and Django gives a loop another connection than its thread.
        vars(statements._of_thread).clear()
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()
    vars(statements._of_thread).clear()


@dataclass
class Watch:
    """What the pages of a test complained about; a test that provokes an error names it: ``complaints.expect("422")``."""

    heard: list[str]
    expected: list[str]

    def expect(self, *parts: str) -> None:
        """Complaints containing one of these are part of the story."""
        self.expected.extend(parts)

    def unexpected(self) -> list[str]:
        """Gives the complaints that nobody foresaw."""
        return [line for line in self.heard if not any(part in line for part in self.expected)]


@pytest.fixture
def complaints() -> Watch:
    """What the pages' consoles say. A fade between two pages that Chromium gives up is no complaint about either."""
    return Watch([], ["ViewTransition", "Transition was skipped"])


@pytest.fixture(autouse=True)
def no_console_errors(complaints: Watch) -> Iterator[None]:
    """A page that reports an error fails its test."""
    yield
    assert not complaints.unexpected(), "the pages complained:\n" + "\n".join(complaints.unexpected())


@pytest.fixture
def a_browser(chromium: Browser, served: Served, complaints: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browsers that share nothing: ``a_browser(java_script_enabled=False, locale="en")``."""
    opened: list[BrowserContext] = []

    def a_browser(**options: Any) -> BrowserContext:
        context = chromium.new_context(**({"base_url": served.url, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | DESK | options))
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", lambda said: complaints.heard.append(_complaint(said)) if said.type == "error" else None)
        context.on("weberror", lambda error: complaints.heard.append(f"script: {error.error}"))
        opened.append(context)
        return context

    yield a_browser
    for context in opened:
        context.close()


def _complaint(said: Any) -> str:
    where = said.location.get("url", "")  # which file was missing the message itself does not tell
    return f"{said.type}: {said.text} {where}".rstrip()


@pytest.fixture
def phone(a_browser: Callable[..., BrowserContext]) -> Page:
    """A page on a phone, 390×844."""
    return a_browser(**PHONE).new_page()


@pytest.fixture
def second_phone(a_browser: Callable[..., BrowserContext]) -> Page:
    """A page on somebody else's phone."""
    return a_browser(**PHONE).new_page()


@pytest.fixture
def desk(a_browser: Callable[..., BrowserContext]) -> Page:
    """A page on a desk, 1280×800."""
    return a_browser().new_page()


@pytest.fixture
def sign_in_as(served: Served) -> Callable[[Page, Any], Page]:
    """Signs a person in at a page's browser: ``sign_in_as(phone, zhou).goto("/messages")``."""
    from django.conf import settings

    def sign_in_as(page: Page, person: Any) -> Page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": a_session(person), "url": served.url}])
        return page

    return sign_in_as


def put_on(page: Page, theme: str, text: str) -> None:
    """Changes a page's look in place, at once: a colour half way from light to dark is nobody's."""
    page.evaluate(
        """([theme, text]) => {
          const still = new CSSStyleSheet();
          still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
          document.adoptedStyleSheets = [still];
          Object.assign(document.documentElement.dataset, { theme, text });
          return new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
        }""",
        [theme, text],
    )


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Looks at a page as axe does. Gives one line per fault: ``assert axe(phone) == []``.

    The script runs through the debugging protocol, which the page's content security policy does not concern: it stays as it is.
    """
    import axe_playwright_python

    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()

    def axe(page: Page, **options: Any) -> list[str]:
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(source)
        # Without preload: axe would otherwise fetch the style sheets again and put copies in, which the policy rightly reports.
        asked = {"resultTypes": ["violations"], "preload": False, **options}
        found = page.evaluate("(options) => axe.run(document, options).then((r) => r.violations)", asked)
        return [f"{fault['id']} ({fault['impact']}): {node['html'][:160]}" for fault in found for node in fault["nodes"]]

    return axe
