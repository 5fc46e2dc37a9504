"""The file of a backup: cut, changed, made by an enemy, sealed; and a house that is not empty."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from huiyin.backup import archive, sealing
from huiyin.backup.errors import Damaged, WrongPassphrase


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase is worked on for a moment only."""
    monkeypatch.setattr(sealing, "LOG2_N", 10)


def packed(path: Path, passphrase: bytes = b"") -> Path:
    with path.open("wb") as file:
        packing = archive.Packing(file, passphrase)
        packing.add_bytes("about.json", json.dumps({"format": 1}).encode())
        packing.add_bytes("media/ab/cd/abcd.large", b"\xff" * 3_000_000)
        packing.close({"counts": {}})
    return path


def unpacked(path: Path, into: Path, passphrase: bytes = b"") -> dict[str, object]:
    return archive.unpack(path, passphrase, into, lambda name: True)


def test_what_goes_in_comes_out(tmp_path):
    assert unpacked(packed(tmp_path / "a"), tmp_path / "out")["counts"] == {}
    assert (tmp_path / "out/media/ab/cd/abcd.large").stat().st_size == 3_000_000


def test_a_sealed_backup_opens_with_its_passphrase_only(tmp_path):
    path = packed(tmp_path / "a", b"three old wells")
    assert b"about.json" not in path.read_bytes()
    unpacked(path, tmp_path / "out", b"three old wells")
    with pytest.raises(WrongPassphrase):
        unpacked(path, tmp_path / "out2", b"three old walls")


@pytest.mark.parametrize("passphrase", [b"", b"three old wells"])
def test_a_cut_or_changed_backup_is_found_out(tmp_path, passphrase):
    whole = packed(tmp_path / "a", passphrase).read_bytes()
    for place, broken in enumerate([whole[:-1], whole[: len(whole) // 2], whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:]]):
        path = tmp_path / f"b{place}"
        path.write_bytes(broken)
        with pytest.raises((Damaged, WrongPassphrase)):
            unpacked(path, tmp_path / f"out{place}", passphrase)


def test_sealed_pieces_keep_their_order(tmp_path):
    target = io.BytesIO()
    sealer = sealing.Sealer(target, b"three old wells")
    sealer.write(bytes(2 * sealing.PIECE) + b"end")
    sealer.close()
    sealed, head, piece = target.getvalue(), len(sealer.header), sealing.PIECE + sealing.TAG
    swapped = sealed[:head] + sealed[head + piece : head + 2 * piece] + sealed[head : head + piece] + sealed[head + 2 * piece :]
    assert io.BufferedReader(sealing.Opener(io.BytesIO(sealed), b"three old wells")).read()[-3:] == b"end"
    for broken in (swapped, sealed[: head + 2 * piece]):
        with pytest.raises((Damaged, WrongPassphrase)):
            io.BufferedReader(sealing.Opener(io.BytesIO(broken), b"three old wells")).read()


def hostile(path: Path, name: str, kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for each, content in (("about.json", b'{"format":1}'), (name, b"x")):
            info = tarfile.TarInfo(each)
            if each == name:
                info.type, info.linkname = kind, "/etc/passwd"
            info.size = len(content) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "media/../../evil", "media/.ssh", "media//x", "media/a\nb", "evil", "about.json"])
def test_names_that_lead_elsewhere_are_refused(tmp_path, name):
    with pytest.raises(Damaged):
        unpacked(hostile(tmp_path / "a", name), tmp_path / "out")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, tarfile.XHDTYPE])
def test_only_ordinary_files_are_taken(tmp_path, kind):
    with pytest.raises(Damaged):
        unpacked(hostile(tmp_path / "a", "media/x", kind), tmp_path / "out")


def test_a_bomb_stops_where_the_disk_ends(tmp_path):
    from huiyin.backup.errors import NotMade

    bomb = tmp_path / "a"
    with tarfile.open(bomb, "w:gz", format=tarfile.GNU_FORMAT) as tar:
        about = tarfile.TarInfo("about.json")
        about.size = 2
        tar.addfile(about, io.BytesIO(b"{}"))
        huge = tarfile.TarInfo("media/huge")
        huge.size = 1 << 50
        tar.fileobj.write(huge.tobuf(tarfile.GNU_FORMAT))  # type: ignore[union-attr]
    with pytest.raises(NotMade):
        unpacked(bomb, tmp_path / "out")
