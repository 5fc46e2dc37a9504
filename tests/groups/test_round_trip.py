"""What leaves a group as an export comes into another whole: reasons, places, files, what was taken back."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.core.errors import Invalid
from huiyin.groups import importing
from huiyin.groups.actions import erase_message, forward_message, post_message, recall_message
from huiyin.groups.exporting.actions import write
from huiyin.groups.exporting.selection import Wanted
from huiyin.groups.importing import import_messages
from huiyin.groups.models import Group, Message
from huiyin.journal.verifying import verify
from huiyin.media.actions import keep_upload, storage
from huiyin.people.actions.administrators import appoint_administrator
from tests.factories import a_group, a_person, say


@pytest.fixture(autouse=True)
def administrator():
    """Somebody who can own the group."""
    person = a_person("管理员")
    appoint_administrator(person, "system")
    return person


def a_photo(owner) -> str:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(file, "JPEG")
    return keep_upload(owner, SimpleUploadedFile("塘.jpg", file.getvalue()), "塘.jpg", "image/jpeg").key


def a_paper(owner, name: str, content: bytes) -> str:
    return keep_upload(owner, SimpleUploadedFile(name, content), name, "text/csv").key


def a_full_group() -> Group:
    owner, member = a_person("周建国"), a_person("何未央")
    group, elsewhere = a_group("鱼塘事项群", owner=owner, members=[member]), a_group(owner=member)
    say(group, owner, "水位超警，马上转移", urgent_reason="水位超警 0.2 米")
    post_message(group, member, "我在这里", place={"name": "东坝", "lat": 30.123456, "lon": 114.5}, reply_to=1)
    say(group, member, "", uploads=[a_photo(member), a_paper(member, "去向.csv", b"a,b\n1,2\n")])
    say(group, member, "去向表", uploads=[a_paper(member, "去向.csv", b"c\n3\n")])
    recall_message(say(group, member, "说错的话"), member)
    erase_message(say(group, member, "该抹去的话"), None)
    post_message(group, member, "", place={"name": "西坝", "lat": 30, "lon": 114})
    forward_message(say(elsewhere, member, "别处说的"), group, member)
    return group


def a_zip(group: Group, tmp_path: Path) -> Path:
    path = tmp_path / "out.zip"
    with path.open("wb") as file:
        write(Wanted(group), "html", file)
    return path


def told(group: Group) -> list[tuple]:
    """All there is of a group's messages that a reader sees."""
    rows = []
    for m in Message.objects.filter(group=group).order_by("n").select_related("author", "reply_to").prefetch_related("files__upload"):
        origin = m.extra.get("forwarded") or {}
        files = []
        for upload in (f.upload for f in m.files.all()):
            with storage().open(upload.path(upload.main)) as file:
                files.append((upload.name, upload.kind, file.read() if upload.kind == "file" else upload.width))
        rows.append((
            m.n, m.author.name, m.at, m.kind, m.text, m.reply_to and m.reply_to.n, m.urgent_reason, m.extra.get("place"), files,
            m.recalled_at is not None, m.erased_at is not None, origin.get("author"), origin.get("at"),
        ))  # fmt: skip
    return rows


def test_what_was_exported_with_its_files_comes_into_another_group_whole(tmp_path):
    group = a_full_group()
    before = told(group)
    assert len(before) == 8
    brought = import_messages(a_zip(group, tmp_path), group="搬来的群")
    assert brought.stored == 8 and told(brought.group) == before
    assert verify().broken is None
    again = import_messages(a_zip(group, tmp_path), group="搬来的群")
    assert (again.stored, again.known) == (0, 8) and told(brought.group) == before


@pytest.mark.parametrize("name", ["群.zip", "群.json"])
def test_a_group_that_has_said_nothing_comes_back_as_nothing(tmp_path, name):
    with open(tmp_path / name, "wb") as file:
        write(Wanted(a_group("还没人说话")), "html" if name.endswith("zip") else "json", file)
    brought = import_messages(tmp_path / name, group="又一个群")
    assert not brought.refused and brought.stored == 0


def test_the_data_alone_brings_all_but_the_files(tmp_path):
    group = a_full_group()
    path = tmp_path / "data.json"
    with path.open("wb") as file:
        write(Wanted(group), "json", file)
    brought = import_messages(path, group="只有数据")
    for old, new in zip(told(group), told(brought.group), strict=True):
        if not old[8]:
            assert new == old
        else:
            assert new[8] == [] and new[4], "what came without words says what it was"
    assert "说错的话" not in path.read_text() and "该抹去的话" not in path.read_text()


def test_interrupted_between_a_message_and_its_trace_it_goes_on_whole(tmp_path, monkeypatch):
    group = a_full_group()
    path = a_zip(group, tmp_path)
    with monkeypatch.context() as broken, pytest.raises(MemoryError):
        broken.setattr(importing, "take_back", lambda *_: (_ for _ in ()).throw(MemoryError))
        import_messages(path, group="半途")
    brought = import_messages(path, group="半途")
    assert told(brought.group) == told(group)


def rewritten(path: Path, tmp_path: Path, change) -> Path:
    """The same zip with other data."""
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "messages.json":
                rows = json.loads(data)
                change(rows)
                data = json.dumps(rows).encode()
            new.writestr(name, data)
    return other


@pytest.mark.parametrize(
    "wrong",
    [{"place": {"lat": 91, "lon": 0}}, {"place": "东坝"}, {"place": {"lat": "nan", "lon": 0}}, {"files": "x"}, {"files": [{}] * 10},
     {"forwarded": ["x"]}, {"forwarded": {"author": 1, "at": 2}}],
)  # fmt: skip
def test_what_cannot_be_read_beside_the_words_is_named_by_its_row_and_nothing_is_stored(tmp_path, wrong):
    path = rewritten(a_zip(a_full_group(), tmp_path), tmp_path, lambda rows: rows[0].update(wrong))
    brought = import_messages(path, group="坏了")
    assert [bad.row for bad in brought.refused] == [1] and not Group.objects.filter(name="坏了").exists()


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "media/../messages.json", "media/none.bin", "index.html"])
def test_no_name_in_the_data_reaches_beyond_its_media(tmp_path, path):
    zipped = rewritten(a_zip(a_full_group(), tmp_path), tmp_path, lambda rows: rows[3]["files"][0].update(path=path))
    brought = import_messages(zipped, group="伸手")
    assert told(brought.group)[3][8] == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", None])
def test_a_zip_that_is_none_of_ours_says_so(tmp_path, content):
    path = tmp_path / "x.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "a")
    else:
        path.write_bytes(content)
    with pytest.raises(Invalid):
        import_messages(path)
