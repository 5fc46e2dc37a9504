"""A backup made in the middle of a storm, restored elsewhere: a beginning of what was acknowledged, whole, with its photos."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.processes import environment, huiyin, until
from tests.faults.storm import Storm, Talk
from tests.media import corpus
from tests.postgres import new_database

pytestmark = [pytest.mark.sqlite_only]  # they bring their own databases
RESTORED = """
import hashlib, json
from huiyin.groups.models import Message
from huiyin.media.actions import storage
from huiyin.media.models import Upload
rows = list(Message.objects.filter(group={group}, text__startswith="w").order_by("n").values_list("n", "text"))
uploads = list(Upload.objects.filter(erased_at=None))
right = all(hashlib.sha256(storage().open(u.path(u.main)).read()).hexdigest() == u.digest for u in uploads)
print(json.dumps({{"rows": rows, "uploads": len(uploads), "right": right}}))
"""


class Photographer:
    """Sends photos until told to stop."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.sent, self.stopping = talk, 0, threading.Event()
        self.thread = threading.Thread(target=self._send, daemon=True)
        self.thread.start()

    def _send(self) -> None:
        assert self.talk.process is not None
        url = self.talk.process.url
        photo = corpus.photo_from_a_phone()
        with self.talk.browser(9) as http:
            http.get(f"{url}/groups/{self.talk.group}", headers={"accept": "text/html"})
            while not self.stopping.is_set():
                answer = http.post(
                    f"{url}/groups/{self.talk.group}/uploads", files={"file": ("塘.jpg", photo, "image/jpeg")},
                    headers={"x-csrftoken": http.cookies["huiyin_csrf"]}, timeout=30,
                )  # fmt: skip
                assert answer.status_code in (200, 201), answer.text
                self.sent += 1

    def stop(self) -> None:
        self.stopping.set()
        self.thread.join(30)


def saved(talk: Talk, other: dict[str, str], file: Path, times: int) -> int:
    """Makes a backup so many times during a storm, restores the last one elsewhere. Gives how many messages it holds."""
    talk.serve()
    storm = Storm(talk)
    photographer = Photographer(talk)
    try:
        storm.wait_for(100)
        until(lambda: photographer.sent)
        for _ in range(times):
            file.unlink(missing_ok=True)
            before = [len(given) for given in storm.acknowledged]
            huiyin(talk.env, "backup", str(file))
            after = [len(given) for given in storm.acknowledged]
    finally:
        storm.stop()
        photographer.stop()
    assert file.stat().st_mode & 0o777 == 0o600
    huiyin(other, "backup", "--verify", str(file))
    said = huiyin(other, "restore", str(file))
    assert "The record holds" in said or "记录完好" in said
    told = json.loads(huiyin(other, code=RESTORED.format(group=talk.group)).splitlines()[-1])
    assert told["right"] and told["uploads"] > 0
    acknowledged = {f"w{w} {place}": n for w, given in enumerate(storm.acknowledged) for place, n in enumerate(given)}
    assert [n for n, _text in told["rows"]] == list(range(told["rows"][0][0], told["rows"][0][0] + len(told["rows"])))
    assert all(acknowledged.get(text, n) == n for n, text in told["rows"])
    for writer in range(len(before)):
        places = [int(text.partition(" ")[2]) for _n, text in told["rows"] if text.startswith(f"w{writer} ")]
        assert places == list(range(len(places))), "a beginning of what was acknowledged"
        assert before[writer] <= len(places) <= after[writer] + 1
    return len(told["rows"])


@pytest.fixture(params=["sqlite", "postgresql"])
def here_and_there(request: pytest.FixtureRequest, talk_on: Callable[..., Talk], tmp_path: Path) -> tuple[Talk, dict[str, str]]:
    """A group, and an empty house of the same kind to restore into."""
    talk = talk_on(request.param, tmp_path / "data")
    (tmp_path / "there").mkdir()
    database = "" if request.param == "sqlite" else new_database(request.getfixturevalue("cluster_of_faults"), f"{tmp_path.name}_there")
    return talk, environment(tmp_path / "there", database, "")


def test_a_backup_while_everybody_writes(here_and_there, tmp_path: Path):
    talk, there = here_and_there
    saved(talk, there, tmp_path / "all.tar.gz", 1)


@pytest.mark.long
def test_ten_backups_while_everybody_writes(here_and_there, tmp_path: Path):
    talk, there = here_and_there
    print(f"\n{saved(talk, there, tmp_path / 'all.tar.gz', 10)} messages in the last of ten backups")
