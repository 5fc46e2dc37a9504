"""A corpus of hostile uploads against a running server: refused in words or made anew, within memory, and never run in a browser."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.faults.processes import Process, environment, prepared, serving
from tests.media import hostile

MEMORY_KB = 150 * 1024  # what the worst upload may cost the server on top (reference: fault tests, "uploads")
SECONDS = 12  # of the server's processor time for any one of them

pytestmark = [pytest.mark.sqlite_only]  # it brings its own database


def peak_kb(process: Process) -> int:
    """The most memory the process ever had."""
    told = Path(f"/proc/{process.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM")))


def forget_peak(process: Process) -> int:
    """Gives what the process holds now, from which its next peak is counted."""
    Path(f"/proc/{process.process.pid}/clear_refs").write_text("5")
    return peak_kb(process)


def worked(process: Process) -> float:
    """Seconds of processor time it has used."""
    fields = Path(f"/proc/{process.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def test_whatever_is_sent_is_refused_or_harmless_and_the_server_stays_small(tmp_path: Path) -> None:
    env = environment(tmp_path, "", "")
    group, people = prepared(env)
    with serving(env, 1) as (server,), httpx.Client(
        base_url=server.url, cookies={"huiyin": people[1].session}, headers={"accept": "application/json"}, timeout=120
    ) as http:
        http.get(f"/groups/{group}", headers={"accept": "text/html"})
        proof = {"x-csrftoken": http.cookies["huiyin_csrf"]}
        wrong, kept = [], []
        for name, content, claimed, becomes in hostile.everything():
            before, began = forget_peak(server), worked(server)
            answer = http.post(f"/groups/{group}/uploads", files={"file": (name, content, claimed)}, headers=proof)
            grown, took = peak_kb(server) - before, worked(server) - began
            told = answer.json()
            became = told.get("kind", "") if answer.status_code == 201 else "refused" if answer.status_code in (413, 422) else "?"
            if became != becomes and not (becomes == "either" and became in ("photo", "refused")):
                wrong.append(f"{name}: {answer.status_code} {became}, not {becomes}")
            if grown > MEMORY_KB or took > SECONDS:
                wrong.append(f"{name}: {grown // 1024} MB, {took:.1f} s")
            print(f"{name:14} {len(content) / 1024:9.0f} KB {became:8} {grown / 1024:6.0f} MB {took:5.2f} s")
            if became == "refused":
                assert told["words"] and "Traceback" not in answer.text
            else:
                kept.append((told["key"], content))
        for piece in range(0, len(kept), 9):
            sent = {"key": f"hostile-{piece}", "uploads": [key for key, _ in kept[piece : piece + 9]]}
            assert http.post(f"/groups/{group}/messages", json=sent).status_code == 201
        for key, content in kept:
            for variant in ("large", "thumb", "video", "poster", "file"):
                shown = http.get(f"/groups/{group}/files/{key}/{variant}")
                if shown.status_code != 200:
                    continue
                assert shown.headers["x-content-type-options"] == "nosniff"
                assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
                if variant == "file":
                    assert shown.headers["content-disposition"].startswith("attachment")
                    assert shown.headers["content-type"] == "application/octet-stream"
                else:
                    assert shown.headers["content-type"] in ("image/jpeg", "image/webp")
                    assert b"alert(" not in shown.content and shown.content != content
    assert not wrong, "\n".join(wrong)
