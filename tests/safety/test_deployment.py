"""What is shipped beside the program: the service and its walls, pinned packages, files of others with their sums, owner-only files."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.processes import environment, huiyin

pytestmark = pytest.mark.sqlite_only  # asks nothing of the database

ROOT = Path(__file__).resolve().parents[2]
UNIT = (ROOT / "deploy/huiyin.service").read_text()
WALLS = [
    "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "NoExecPaths=/srv/huiyin/data", "RestrictSUIDSGID=yes", "CapabilityBoundingSet=", "SystemCallFilter=@system-service",
    "ProtectProc=invisible", "RestrictNamespaces=yes",
]  # fmt: skip


def test_the_service_has_no_rights_but_those_it_needs() -> None:
    lines = UNIT.splitlines()
    assert "User=huiyin" in lines and not [wall for wall in WALLS if wall not in lines]
    assert [line for line in lines if line.startswith("ReadWritePaths=")] == ["ReadWritePaths=/srv/huiyin/data"]


def test_systemd_calls_it_safe() -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("no systemd-analyze here")
    done = subprocess.run([tool, "security", "--offline=yes", str(ROOT / "deploy/huiyin.service")], capture_output=True, text=True)
    found = re.search(r"Overall exposure level for huiyin\.service: ([\d.]+)", done.stdout)
    if found is None:
        pytest.skip(f"it cannot look at a file here: {done.stderr.strip()[:100]}")
    assert float(found[1]) <= 2.0, done.stdout[-600:]


@pytest.mark.parametrize("name", ["core", "dev", "s3"])
def test_every_package_is_pinned_to_a_version_and_its_sums(name: str) -> None:
    wanted = re.split(r"\n(?=[a-z0-9])", (ROOT / f"requirements/{name}.txt").read_text())
    pinned = [one for one in wanted if re.match(r"[a-z0-9][\w.\[\],-]*\s*==", one)]
    assert len(pinned) > 20
    assert not [one.splitlines()[0] for one in pinned if "--hash=sha256:" not in one]
    assert not [one.splitlines()[0] for one in wanted if one[:1].isalnum() and one not in pinned], "without a version"
    assert "://" not in "".join(line for one in pinned for line in one.splitlines() if not line.strip().startswith("#"))


def test_whatever_others_wrote_is_as_they_published_it() -> None:
    folder = ROOT / "huiyin/web/static/web/vendor"
    told = dict(re.findall(r"^\| (\S+\.(?:js|css|woff2)) \|.*\| `([A-Za-z0-9+/=]{64})` \|$", (folder / "README.md").read_text(), re.M))
    there = {file.name for file in folder.iterdir() if file.suffix in (".js", ".css", ".woff2")}
    assert told.keys() == there
    for name, sum_ in told.items():
        assert base64.b64encode(hashlib.sha384((folder / name).read_bytes()).digest()).decode() == sum_, name


def test_no_page_asks_anybody_else() -> None:
    asks = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|import\(?["']https?:|fetch\(["'`]https?:""")
    files = [p for kind in ("html", "js", "css") for p in (ROOT / "huiyin").rglob(f"*.{kind}") if "vendor" not in p.parts]
    assert len(files) > 100
    assert not [str(p.relative_to(ROOT)) for p in files if asks.search(p.read_text())]


def test_the_database_and_what_people_send_are_the_owners_alone(tmp_path: Path) -> None:
    env = environment(tmp_path / "data", "", "")
    before = os.umask(0o022)
    try:
        huiyin(env, "django", "migrate", "journal")  # makes the file; the other tables tell nothing more
    finally:
        os.umask(before)
    files = [p for p in (tmp_path / "data").rglob("*") if p.is_file()]
    assert {"huiyin.sqlite3", "secret_key"} <= {p.name for p in files}
    assert not [p for p in files if stat.S_IMODE(p.stat().st_mode) & 0o177], "read, written or run by others, or run at all"
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


SETTINGS = "from django.conf import settings as s; print(s.DEBUG, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"


def told(env: dict[str, str], tmp_path: Path, **more: str) -> list[str]:
    program = f"import django; django.setup(); {SETTINGS}"
    env = environment(tmp_path, "", "") | env | more
    return subprocess.run([sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_production_is_never_debugged_and_https_is_for_good(tmp_path: Path) -> None:
    assert told({"HUIYIN_DEBUG": "1"}, tmp_path)[0] == "False"
    assert told({"HUIYIN_ORIGIN": "https://talk.example"}, tmp_path) == ["False", "31536000", "True", "True"]
