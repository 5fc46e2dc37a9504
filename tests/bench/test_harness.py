"""The harness measures what it says it measures."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import flood
from bench.driving import Generator, Member, compiled
from bench.goals import LINES, figure, judged, medians, table
from bench.measuring import cpu_seconds, memory_kb, tree

by_words = {(line.setting, line.phase, line.figure): line for line in LINES}
FASTER = by_words["200", "saturated", "deliveries_cpu_s"]
LIGHTER = by_words["1000", "connected", "kb_a_member"]


def results(ours: float, theirs: float, kb: float) -> dict:
    return {
        "huiyin": {"200": {"saturated": {"deliveries_cpu_s": ours}}, "1000": {"connected": {"kb_a_member": kb}}},
        "ejabberd": {"200": {"saturated": {"deliveries_cpu_s": theirs}}, "1000": {"connected": {"kb_a_member": 40}}},
    }


def test_a_goal_is_kept_at_ten_times_the_peer_and_missed_below():
    assert judged(FASTER, 250_000, "ejabberd", 25_000) == (10, True)
    assert judged(FASTER, 249_000, "ejabberd", 25_000) == (9.96, False)


def test_of_memory_less_is_better():
    assert judged(LIGHTER, 20, "ejabberd", 40) == (0.5, True)
    assert judged(LIGHTER, 21, "ejabberd", 40) == (0.525, False)


def test_without_the_peer_nothing_is_claimed():
    assert judged(FASTER, 250_000, "ejabberd", None) is None
    assert figure({"huiyin": {}}, "huiyin", FASTER) is None


def test_the_table_says_missed_where_it_was_missed():
    rows = table(results(ours=100_000, theirs=25_000, kb=10))
    missed = next(row for row in rows if FASTER.words in row)
    kept = next(row for row in rows if LIGHTER.words in row)
    assert "4.00 ×" in missed and missed.rstrip(" |").endswith("MISSED")
    assert kept.rstrip(" |").endswith("kept")
    assert len({len(row) for row in rows}) == 1, "columns stand under each other"


def test_the_median_of_runs_counts():
    assert medians([{"p99_ms": 3}, {"p99_ms": 90}, {"p99_ms": 4}]) == {"p99_ms": 4}


def test_processor_time_counts_children_that_ended():
    busy = "sum(n * n for n in range(3_000_000))"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{busy}']); print('done', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None and parent.stdin is not None
        parent.stdout.readline()
        assert tree(parent.pid) == [parent.pid]
        assert cpu_seconds([parent.pid]) > 0.05
        assert memory_kb([parent.pid]) > 1000
        parent.stdin.close()


@pytest.mark.skipif(not (shutil.which("gcc") and shutil.which("taskset") and (os.cpu_count() or 1) > 1), reason="needs gcc and two cores")
def test_the_generator_counts_what_arrives_and_waits_for_the_last_member(tmp_path: Path, a_room: int):
    plan = [Member("both", "7", "-", "sessionkey"), Member("hear", "7", "-", "sessionkey"), Member("hear", "7", "-", "sessionkey")]
    with Generator(compiled(tmp_path), "huiyin", a_room, plan, [os.getpid()], tmp_path) as generator:
        assert generator.connected == {"listeners": 3, "senders": 1}
        figures = generator.phase("closed 1 0.05 0.3")
    assert figures["posts"] > 2
    assert figures["unfinished"] == 0
    assert abs(figures["deliveries"] - 3 * figures["posts"]) <= 3, "each post is heard by all three, but for one at either edge"
    assert 0 < figures["p50_ms"] <= figures["p99_ms"] < 300


def test_a_flood_says_what_was_taken_and_what_was_not(a_room: int):
    tally = asyncio.run(flood.flood(f"http://127.0.0.1:{a_room}", 7, "sessionkey", rate=100, seconds=0.2, words="水位"))
    assert tally.statuses == {201: 20}
    assert "20 posts acknowledged" in flood.told(tally, 0.2)[0]
    tally.statuses[429] = 3
    assert "3 not taken: status 429" in flood.told(tally, 0.2)


@pytest.fixture
def a_room() -> Iterator[int]:
    """A few lines that behave like the server: POST tells every live connection and answers. Gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_serve, args=(door,), daemon=True).start()
        yield door.getsockname()[1]


def _serve(door: socket.socket) -> None:
    lock, listeners = threading.Lock(), []

    def one(client: socket.socket) -> None:
        with client, client.makefile("rb") as heard:
            while line := heard.readline():
                headers = {}
                while (header := heard.readline().strip()) != b"":
                    name, _, value = header.partition(b":")
                    headers[name.lower()] = value.strip()
                if line.startswith(b"GET /live"):
                    client.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\nevent: at\ndata: {}\n\n\r\n")
                    with lock:
                        listeners.append(client)
                    continue
                body = heard.read(int(headers[b"content-length"]))
                key = body.partition(b'"key":"')[2].partition(b'"')[0] or b"flood"
                with lock:
                    for listener in listeners:
                        # In two pieces: a number cut in the middle is put together again.
                        listener.sendall(b'event: message.posted\ndata: {"key":"' + key[:7])
                        listener.sendall(key[7:] + b'"}\n\n')
                client.sendall(b'HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\n{"n":1}')

    while True:
        try:
            client, _address = door.accept()
        except OSError:
            return
        threading.Thread(target=one, args=(client,), daemon=True).start()
