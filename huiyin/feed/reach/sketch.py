"""How many different ones there were, without keeping which: exact for few, HyperLogLog for many. Pure.

Up to EXACT members their hashes are kept (8 bytes each), beyond that 4,096 registers of the longest run of noughts (Flajolet, Fusy,
Gandouet, Meunier 2007; small numbers by linear counting): 4 KB whatever the number, 1.6 % off on average. Sketches merge, so each process
keeps its own and what is stored is their union.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log

EXACT = 512
BITS = 12
REGISTERS = 1 << BITS
_REST = 64 - BITS


class Sketch:
    """A set of 64-bit hashes of which only the size can be asked."""

    __slots__ = ("exact", "registers")

    def __init__(self, stored: bytes = b"") -> None:
        """Takes what `stored` gave, or nothing."""
        self.exact: set[int] = set()
        self.registers: bytearray | None = None
        if stored[:1] == b"h":
            self.registers = bytearray(stored[1:])
        else:
            self.exact.update(int.from_bytes(stored[at : at + 8]) for at in range(1, len(stored), 8))

    def add(self, hashes: Iterable[int]) -> None:
        """Takes hashes, evenly spread over 64 bits."""
        if self.registers is None:
            self.exact.update(hashes)
            if len(self.exact) <= EXACT:
                return
            hashes, self.exact = self.exact, set()
            self.registers = bytearray(REGISTERS)
        for one in hashes:
            place, run = one >> _REST, _REST - (one & ((1 << _REST) - 1)).bit_length() + 1
            if run > self.registers[place]:
                self.registers[place] = run

    def count(self) -> int:
        """Gives how many different ones were added."""
        if self.registers is None:
            return len(self.exact)
        empty = self.registers.count(0)
        raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS**2 / sum(2.0**-run for run in self.registers)
        return round(REGISTERS * log(REGISTERS / empty) if empty and raw <= 2.5 * REGISTERS else raw)

    def stored(self) -> bytes:
        """Gives it as bytes: at most 4,097."""
        if self.registers is not None:
            return b"h" + bytes(self.registers)
        return b"e" + b"".join(one.to_bytes(8) for one in sorted(self.exact)) if self.exact else b""
