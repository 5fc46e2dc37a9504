"""The peer of ./dev bench orders: pretix, from PyPI, in an environment of its own under the directory for temporary files.

One gunicorn worker, no Redis, no Celery (its tasks run in the request), one event with one free item and one quota; each order a POST to
its REST API with a token, as its documentation has it.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from bench.size_postgres import kept
from tests.faults.buyers import Line
from tests.postgres import free_port

VERSION = "2026.8.0"
HOME = Path(tempfile.gettempdir()) / "huiyin-bench-peers" / f"pretix-{VERSION}"
PATIENCE = 120.0
Order = Callable[[Line, int], Any]
MAKING = """
import json
from datetime import timedelta
from django.utils.timezone import now
from django_scopes import scopes_disabled
from pretix.base.models import Event, Item, Organizer, Quota, Team
with scopes_disabled():
    organizer = Organizer.objects.create(name="County", slug="county")
    event = Event.objects.create(organizer=organizer, name="Fish", slug="fish", date_from=now() + timedelta(days=30), currency="CNY",
                                 live=True, plugins="pretix.plugins.banktransfer")
    item = Item.objects.create(event=event, name="Kilogram", default_price=0, active=True)
    quota = Quota.objects.create(event=event, name="Stock", size=1_000_000)
    quota.items.add(item)
    rights = {f.name: True for f in Team._meta.fields if f.name.startswith("can_") or f.name.startswith("all_")}
    team = Team.objects.create(organizer=organizer, name="Programs", **rights)
    token = team.tokens.create(name="bench")
    print(json.dumps({"item": item.pk, "token": token.token}))
"""


class NoPeer(Exception):
    """There is no pretix to be had here; the words say why."""


def installed() -> Path:
    """Gives the Python of an environment with pretix, made if there is none. Raises NoPeer."""
    python = HOME / "bin" / "python"
    if not (HOME / "ready").exists():
        print(f"installing pretix {VERSION} into {HOME}", file=sys.stderr, flush=True)
        try:
            _run([sys.executable, "-m", "venv", "--clear", str(HOME)])
            _run([str(python), "-m", "pip", "install", "-q", f"pretix=={VERSION}", "gunicorn"])
        except subprocess.CalledProcessError as error:
            raise NoPeer(f"pretix {VERSION} could not be installed: {(error.stderr or error.stdout).strip()[-300:]}") from error
        (HOME / "ready").touch()
    return python


def _run(command: Sequence[str], env: dict[str, str] | None = None) -> str:
    return subprocess.run(command, env=env, cwd=tempfile.gettempdir(), capture_output=True, text=True, check=True).stdout


@contextlib.contextmanager
def pretix(database: str, home: Path) -> Iterator[tuple[int, Order, list[int]]]:
    """Gives pretix's port, how a program orders one kilogram of it, and the processes it consists of. Raises NoPeer."""
    python = installed()
    home.mkdir(parents=True)
    home.chmod(0o711)
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(kept(home / "postgresql")) if database == "postgresql" else ""
        env = _settings(home, place)
        try:
            _run([str(python), "-m", "pretix", "migrate", "-v", "0"], env)
            made = json.loads(_run([str(python), "-m", "pretix", "shell", "-c", MAKING], env).splitlines()[-1])
        except subprocess.CalledProcessError as error:
            raise NoPeer(f"pretix {VERSION} could not be made ready: {error.stderr.strip()[-300:]}") from error
        port = free_port()
        command = [str(python), "-m", "gunicorn", "pretix.wsgi", "-w", "1", "-b", f"127.0.0.1:{port}", "--log-level", "error"]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        stack.callback(_end, process)
        _wait_for(port)

        async def order(line: Line, n: int) -> int:
            body = {
                "email": f"buyer-{n}@example.org", "locale": "en", "sales_channel": "web", "fees": [],
                "positions": [{"item": made["item"], "variation": None, "price": "0.00"}],
            }  # fmt: skip
            return (await line.post("/api/v1/organizers/county/events/fish/orders/", made["token"], body, "Token"))[0]

        roots = [process.pid]
        if place:
            roots.append(int((home / "postgresql" / "data" / "postmaster.pid").read_text().splitlines()[0]))
        yield port, order, roots


def _settings(home: Path, place: str) -> dict[str, str]:
    at = urlsplit(place)
    name, who = (at.path.lstrip("/"), f"user={at.username}\nhost={at.hostname}\nport={at.port}\n") if place else (f"{home}/db.sqlite3", "")
    (home / "pretix.cfg").write_text(
        f"[pretix]\ninstance_name=bench\nurl=http://127.0.0.1\ndatadir={home}/data\n"
        f"[database]\nbackend={'postgresql' if place else 'sqlite3'}\nname={name}\n{who}"
    )
    own = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DJANGO_", "PYTHONPATH"))}
    return own | {"PRETIX_CONFIG_FILE": str(home / "pretix.cfg"), "DJANGO_SETTINGS_MODULE": "pretix.settings"}


def _wait_for(port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthcheck/", timeout=PATIENCE)
            return
        except httpx.HTTPError as error:
            if time.monotonic() > ends:
                raise NoPeer(f"pretix {VERSION} did not begin to answer") from error
            time.sleep(0.2)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
