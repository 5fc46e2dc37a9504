"""What was learned as bytes, to be kept, exported and brought back. No pickle: what comes from outside is only numbers and names."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import numpy as np

from huiyin.language.triage.certainty import KEPT, Certainty
from huiyin.language.triage.model import MOST_TOPICS, SHARED, Triage
from huiyin.language.triage.weights import FEWEST_BITS, MOST_BITS

_MARK = b"huiyin-triage-1\n"
_MOST_PACKED = 20_000_000
_MOST_HEADER = 4_000_000


class NotReadable(ValueError):
    """These bytes hold nothing that was learned here, or are broken."""


def to_bytes(triage: Triage) -> bytes:
    """Gives what was learned as at most 20 MB of bytes. Words fewer than three cases had are left out."""
    header = {
        "topics": triage.topics,
        "cases": triage.cases,
        "texts": triage.table.texts,
        "bits": triage.table.bits,
        "words": {word: cases for word, cases in triage.words.items() if cases >= SHARED},
        "told": [[round(margin, 4), int(right)] for margin, right in triage.certainty.told],
        "curve": [triage.certainty.slope, triage.certainty.offset],
    }
    said = json.dumps(header, ensure_ascii=False).encode()
    rows = np.flatnonzero(triage.table.weights.any(axis=1)).astype(np.uint32)
    body = rows.tobytes() + triage.table.weights[rows].astype("<f2").tobytes() + triage.table.seen.astype("<u2").tobytes()
    return _MARK + struct.pack("<II", len(said), len(rows)) + zlib.compress(said + body, 6)


def from_bytes(data: bytes) -> Triage:
    """Gives the learner that `to_bytes` wrote. Raises NotReadable for anything else."""
    try:
        return _read(data)
    except NotReadable:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error, zlib.error, OverflowError) as error:
        raise NotReadable(str(error)) from error


def _read(data: bytes) -> Triage:
    if not data.startswith(_MARK) or len(data) > _MOST_PACKED:
        raise NotReadable("not written here")
    said, count = struct.unpack_from("<II", data, len(_MARK))
    if said > _MOST_HEADER or count > 1 << MOST_BITS:
        raise NotReadable("too large")
    most = said + count * (4 + 2 * MOST_TOPICS) + (2 << MOST_BITS)
    unpacked = zlib.decompressobj().decompress(data[len(_MARK) + 8 :], min(most, 40_000_000))
    header = json.loads(unpacked[:said])
    triage = Triage(_names(header["topics"]))
    table = triage.table
    if header["bits"] != table.bits or not FEWEST_BITS <= table.bits <= MOST_BITS:
        raise NotReadable("of another size")
    place = said
    rows = np.frombuffer(unpacked, "<u4", count, place).astype(np.int64)
    place += 4 * count
    table.weights[rows] = np.nan_to_num(np.frombuffer(unpacked, "<f2", count * table.topics, place).reshape(count, table.topics))
    place += 2 * count * table.topics
    table.seen[:] = np.frombuffer(unpacked, "<u2", 1 << table.bits, place)
    table.texts, triage.cases = max(0, int(header["texts"])), max(0, int(header["cases"]))
    triage.words = {str(word): int(cases) for word, cases in header["words"].items()}
    slope, offset = (float(part) for part in header["curve"])
    triage.certainty = Certainty(((float(margin), bool(right)) for margin, right in header["told"][-KEPT:]), (slope, offset))
    return triage


def _names(given: Any) -> list[str]:
    if not (isinstance(given, list) and len(given) <= MOST_TOPICS and all(isinstance(name, str) for name in given)):
        raise NotReadable("no topics")
    return given
