"""JSON from outside: too long, too deep, no number, no object: refused with one error, before it costs anything."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from huiyin.core.bounded_json import TooLong, Unreadable, read_json, read_lines, read_object, read_whole
from tests.growth import grows_with_its_input


@pytest.mark.parametrize(
    "given",
    [
        b"", b"{", b"[" * 5000, "[" * 5000, b'{"a":' * 5000, b"1" * 5000, b"NaN", b"[Infinity]", b"-Infinity", b"\xff\xfe\xfa", b"\x80",
        b'{"a": 1} x',
    ],
)  # fmt: skip
def test_what_is_no_json_is_one_error(given: bytes | str) -> None:
    with pytest.raises(Unreadable):
        read_json(given, 100_000)


@pytest.mark.parametrize("given", [b"[]", b"1", b'"x"', b"null", b"true"])
def test_an_object_is_asked_for(given: bytes) -> None:
    with pytest.raises(Unreadable):
        read_object(given, 100)


def test_what_is_longer_than_may_come_is_not_read() -> None:
    with pytest.raises(TooLong):
        read_json(b'"' + b"x" * 100 + b'"', 100)
    assert read_json(b'\xef\xbb\xbf{"a": "\xe5\x9b\x9e"}', 100) == {"a": "回"}


def test_lines_are_read_one_at_a_time() -> None:
    assert list(read_lines(io.StringIO('[1]\n\n{"a": 2}\r\n'), 10)) == [[1], {"a": 2}]
    with pytest.raises(TooLong):
        list(read_lines(io.StringIO("[1]\n[" + "1," * 10_000), 10))


def test_a_file_is_read_no_further_than_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(10**12)  # as large as it says and nothing in it
    with pytest.raises(TooLong):
        read_whole(path, 1000)


def test_reading_grows_with_its_input() -> None:
    def read(given: str) -> None:
        try:
            read_json(given, 10**9)
        except Unreadable:
            pass

    assert grows_with_its_input(read, lambda n: '{"a": [' + "1," * n + "1]}", 20_000)
    assert grows_with_its_input(read, lambda n: '"' + "\\u0041" * n, 20_000)
