"""The words that this part of the API knows: kinds, states, roles, moves. Written out, so that its description and a type checker have
them; a test holds them to the models they come from. What is none of them is refused."""

from __future__ import annotations

from typing import Literal

PersonKind = Literal["official", "resident", "business", "media"]
UnitKind = Literal["county", "bureau", "town", "village", "other"]
