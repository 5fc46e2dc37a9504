"""The moves of a noun with states: one row a move. Action, buttons, form, API, documentation and picture read the same table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Move:
    """From which states to which (`to` None: it stays), who may (roles its noun knows), what must come with it, and what people call
    it. `asks`: it is asked before it is made, since it cannot be taken back. `law`: the rule it follows, in words, where there is one."""

    name: str
    sources: tuple[str, ...]
    to: str | None
    who: tuple[str, ...]
    words: Any
    brings: tuple[str, ...] = ()
    asks: Any = ""
    law: Any = ""


@dataclass(frozen=True)
class Moves:
    """All moves of a noun: its states, the one it begins in, those in which it ends. Checked when it is made.

    Raises ValueError for a name twice, a state nobody knows, one that cannot be reached, a move out of an end that the table does not
    name as `reopens`, and a state that is no end and leads nowhere.
    """

    noun: str
    states: Sequence[str]
    begins: str
    rows: tuple[Move, ...]
    ends: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    _by_name: dict[str, Move] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({row.name: row for row in self.rows})
        faults = list(_faults(self))
        if faults:
            raise ValueError(f"moves of {self.noun}: " + "; ".join(faults))

    def __getitem__(self, name: str) -> Move:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def leads(self, name: str, state: str) -> bool:
        """Whether this move can be made in this state."""
        return state in self._by_name[name].sources

    def possible(self, state: str, roles: Collection[str]) -> list[Move]:
        """Gives the moves somebody with these roles may make in this state, in the order of the table."""
        return [row for row in self.rows if state in row.sources and set(row.who) & set(roles)]


def _faults(moves: Moves) -> Iterable[str]:
    if len(moves._by_name) != len(moves.rows):
        yield "a name stands twice"
    known = set(moves.states)
    for row in moves.rows:
        strange = {*row.sources, *(() if row.to is None else (row.to,))} - known
        if strange:
            yield f"{row.name} knows of {', '.join(sorted(strange))}"
        if row.name not in moves.reopens and set(row.sources) & set(moves.ends):
            yield f"{row.name} leads out of an end"
    reached, waiting = {moves.begins}, [moves.begins]
    while waiting:
        state = waiting.pop()
        for row in moves.rows:
            if state in row.sources and row.to is not None and row.to not in reached:
                reached.add(row.to)
                waiting.append(row.to)
    if unreached := known - reached:
        yield f"nothing leads to {', '.join(sorted(unreached))}"
    moving = {source for row in moves.rows if row.to not in (None,) for source in row.sources}
    if stuck := known - moving - set(moves.ends):
        yield f"nothing leads out of {', '.join(sorted(stuck))}"
