"""File names as they may be shown and given back: no path, nothing invisible, nothing that turns the reading direction."""

from __future__ import annotations

import unicodedata

from huiyin.language.clean import one_line

NAME_LIMIT = 120  # characters
EXTENSION_LIMIT = 12
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))  # Windows takes none of these
_DEVICES = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))}


def clean_line(words: str, limit: int) -> str:
    """One line of somebody else's text, safe to show. Takes the text and a limit in characters; gives it normalised, without
    controls, bidi marks and zero-width characters, white space run together, cut with an ellipsis."""
    # Cut first: normalising a megabyte to show a hundred characters would be a gift to whoever sends it.
    line = one_line(unicodedata.normalize("NFC", words[: limit * 8]))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def clean_name(name: str, fallback: str = "file") -> str:
    """A file's name without path, controls or tricks, at most 120 characters, its extension kept. Never empty.

    An RLO mark makes "exe.gpj" read like "jpg.exe" reversed: such marks are taken out, not escaped.
    """
    # Both ends are kept whatever the length: the path's last part and its extension stand at the end.
    last = name[-2000:].replace("\\", "/").rstrip("/").rpartition("/")[2]
    last = unicodedata.normalize("NFC", last).translate(_FORBIDDEN)
    last = one_line(last).strip(" .")
    stem, extension = split_extension(last)
    stem = stem.rstrip(" .") or fallback
    if stem.partition(".")[0].strip().lower() in _DEVICES:
        stem = "_" + stem
    return stem[: NAME_LIMIT - len(extension)].rstrip(" .") + extension


def split_extension(name: str) -> tuple[str, str]:
    """Splits "报告.docx" into "报告" and ".docx"; a part too long or with spaces is no extension."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or not extension or len(extension) > EXTENSION_LIMIT or not extension.isalnum():
        return name, ""
    return stem, "." + extension


def with_extension(name: str, extension: str) -> str:
    """The cleaned name with another extension: what is stored as JPEG is called so."""
    stem = split_extension(name)[0]
    return stem[: NAME_LIMIT - len(extension)].rstrip(" .") + extension
