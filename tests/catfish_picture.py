"""The README's picture of story S1: `huiyin demo catfish` is played in the invented county, and the page that shows its cascade is taken.

    .venv/bin/python tests/catfish_picture.py       docs/pictures/catfish.png

The same seed gives the same day; only the hours differ.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import shots  # noqa: E402 - the house must be on the path first

TARGET = ROOT / "docs" / "pictures" / "catfish.png"
LARGEST = 300_000  # bytes


def main() -> int:
    """Takes it. Gives 1 where it is larger than a README should load."""
    shots.prepare(fresh=True)
    subprocess.run([sys.executable, "-m", "huiyin", "demo", "catfish", "--pace", "0"], cwd=ROOT, check=True)
    import django

    django.setup()
    from huiyin.market.models import Listing
    from tests.factories import a_session

    listing = Listing.objects.select_related("moment__by", "answers_for").order_by("-orders_count")[0]
    key = a_session(listing.answers_for)  # who takes calls sees what each branch sold
    with shots.serving() as url:
        _take(url, f"/moments/{listing.moment_id}/reach", key)
    shutil.rmtree(shots.DATA, ignore_errors=True)  # the next pictures want the county without that day
    size = TARGET.stat().st_size
    print(f"{TARGET.relative_to(ROOT)}: {size:,} bytes")
    return int(size > LARGEST)


def _take(url: str, path: str, key: str) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM_ARGS

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        context = browser.new_context(
            base_url=url, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", viewport={"width": 1100, "height": 1080}
        )
        context.add_cookies([{"name": "huiyin", "value": key, "url": url}])
        tab = context.new_page()
        tab.goto(path, wait_until="load")
        tab.evaluate("document.fonts.ready.then(() => true)")
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=str(TARGET))
        browser.close()


if __name__ == "__main__":
    raise SystemExit(main())
