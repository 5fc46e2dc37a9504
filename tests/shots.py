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
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.shots_county import County  # noqa: E402 - the house must be on the path first
from tests.shots_pages import PAGES, REFUSING  # noqa: E402
from tests.shots_shown import DATA, SHOTS, Shown  # noqa: E402

_beside = ThreadPoolExecutor(1)
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}
#: (language, text size, colour schemes)
MOODS = (("zh-hans", "normal", ("light", "dark")), ("en", "normal", ("light", "dark")), ("zh-hans", "large", ("light",)))
SHEET_SCALE = 0.5


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
