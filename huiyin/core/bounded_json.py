"""JSON that somebody outside wrote: read here and nowhere else, with a bound, and one error for all that can be wrong. Pure Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any


class Unreadable(ValueError):
    """It is no JSON, or not of the shape asked for; its words say why, in English, as Python's reader has them."""


class TooLong(Unreadable):
    """It is longer than may come."""


def _no_number(name: str) -> float:
    raise Unreadable(f"{name} is no number of JSON")  # Python's reader takes NaN and Infinity; databases and browsers do not


_decoder = json.JSONDecoder(parse_constant=_no_number)


def read_json(given: bytes | str, most: int) -> Any:
    """Gives what a text says. Takes how long it may be (bytes, or characters of a str). Raises TooLong, Unreadable."""
    if len(given) > most:
        raise TooLong(f"longer than {most}")
    try:
        text = given if isinstance(given, str) else given.decode(json.detect_encoding(given), "surrogatepass")
        return _decoder.decode(text.removeprefix("\ufeff"))
    except RecursionError:
        raise Unreadable("nested too deep") from None
    except ValueError as error:
        raise Unreadable(str(error)[:200]) from error


def read_object(given: bytes | str, most: int) -> dict[str, Any]:
    """Gives the object a text says. Takes and raises as `read_json`; Unreadable too for a list, a number or a bare word."""
    told = read_json(given, most)
    if not isinstance(told, dict):
        raise Unreadable("not an object")
    return told


def read_lines(file: IO[str], most: int) -> Iterator[Any]:
    """Gives what each line says, a line at a time; empty lines are passed over. Takes how long a line may be. Raises as `read_json`."""
    for line in iter(lambda: file.readline(most + 2), ""):
        if line.strip():
            yield read_json(line.rstrip("\r\n"), most)


def first_bytes(path: Path, most: int) -> bytes:
    """Gives the beginning of a file, no more than that: whoever reads it sees by its length that there is more."""
    with path.open("rb") as file:
        return file.read(most)


def read_whole(path: Path, most: int) -> bytes:
    """Gives a file, of which no more than that is taken into memory. Raises TooLong; OSError as the system does."""
    content = first_bytes(path, most + 1)
    if len(content) > most:
        raise TooLong(f"longer than {most}")
    return content
