"""JSON in one spelling, many times over."""

from __future__ import annotations

import json
from collections.abc import Callable
from json import encoder
from typing import Any


def speller(*, ascii_only: bool, sort_keys: bool, separators: tuple[str, str]) -> Callable[[Any], str]:
    """Gives what spells data as `json.dumps` with these arguments does, in less than half of its time.

    `json.dumps` makes its encoder anew for each: of three in every message that took longer than the spelling. The encoder is Python's
    own and no promise of its library: where it is made otherwise, the promised way serves.
    """
    promised = json.JSONEncoder(ensure_ascii=ascii_only, sort_keys=sort_keys, separators=separators)
    words = encoder.encode_basestring_ascii if ascii_only else encoder.encode_basestring
    between, after = separators
    try:
        make = encoder.c_make_encoder  # type: ignore[attr-defined]
        parts = make(None, promised.default, words, None, after, between, sort_keys, False, True)
    except (AttributeError, TypeError):
        return promised.encode
    return lambda data: "".join(parts(data, 0))
