"""The moves of a noun with states: one row a move. Action, buttons, form, API, documentation and picture read the same table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Action = TypeVar("Action", bound=Callable[..., Any])


@dataclass(frozen=True)
class Move:
    """From which states to which (`to` None: it stays), who may (roles its noun knows), what must come with it, and what people call
    it. `asks`: it is asked before it is made, since it cannot be taken back. `law`: the rule it follows, in words, where there is one.
    `may_bring`: what may come with it besides. `stays`: where it may be made too, and changes no state. `under`: what it is offered
    under, where that is not its name. `or_to`: where else it may lead, as what comes of it decides. `again`: where it is made already: who
    says so once more changes nothing."""

    name: str
    sources: tuple[str, ...]
    to: str | None
    who: tuple[str, ...]
    words: Any
    brings: tuple[str, ...] = ()
    asks: Any = ""
    law: Any = ""
    may_bring: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    under: str = ""
    or_to: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """All that comes with it: what must, then what may."""
        return self.brings + self.may_bring

    @property
    def offered(self) -> str:
        """The name it is offered under."""
        return self.under or self.name

    def leads(self, state: str) -> bool:
        """Whether it can be made in this state."""
        return state in self.sources or state in self.stays


@dataclass(frozen=True)
class Moves:
    """All moves of a noun: its states, the one it begins in, those in which it ends. Checked when it is made.

    An action says which move it makes (`makes`); whoever has only the name of a move makes it by that (`make`).

    Raises ValueError for a name twice, a state nobody knows, one that cannot be reached, a move out of an end that the table does not
    name as `reopens`, a state that is no end and leads nowhere, and one in which a move leads on and is made already.
    """

    noun: str
    states: Sequence[str]
    begins: str
    rows: tuple[Move, ...]
    ends: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    _by_name: dict[str, Move] = field(init=False, default_factory=dict)
    _actions: dict[str, Callable[..., Any]] = field(init=False, default_factory=dict)

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
        return self._by_name[name].leads(state)

    def outcomes(self, name: str, state: str) -> tuple[str, ...]:
        """Gives the states this move may lead to, made in this state; none where it leads nowhere from here."""
        row = self._by_name[name]
        if not row.leads(state):
            return ()
        return (state,) if row.to is None or state in row.stays else (row.to, *row.or_to)

    def after(self, name: str, state: str) -> str:
        """Gives the state after this move, made in this state. Raises ValueError where it leads nowhere from here, or not to one alone."""
        found = self.outcomes(name, state)
        if len(found) != 1:
            raise ValueError(f"{name} leads {'nowhere' if not found else 'to several'} from {state}")
        return found[0]

    def possible(self, state: str, roles: Collection[str]) -> list[Move]:
        """Gives the moves somebody with these roles may make in this state, in the order of the table."""
        return [row for row in self.rows if row.leads(state) and set(row.who) & set(roles)]

    def makes(self, name: str) -> Callable[[Action], Action]:
        """Says of an action that it makes this move: it takes what is moved and who moves it, and by name what the row brings. Raises
        KeyError for a move that is none, ValueError for an action that does not take what the row brings."""
        row = self._by_name[name]

        def keep(action: Action) -> Action:
            if strange := set(row.fields) - inspect.signature(action).parameters.keys():
                raise ValueError(f"the action of {name} takes no {', '.join(sorted(strange))}")
            self._actions[row.name] = action
            return action

        return keep

    def make(self, name: str, *about: Any, **brought: Any) -> Any:
        """Makes a move by its action, and gives what that gives. Takes what is moved and who moves it, and what the row brings."""
        return self._actions[name](*about, **brought)

    def can_make(self, name: str) -> bool:
        """Whether there is a move of this name, and an action that makes it by that."""
        return name in self._actions

    def without_action(self) -> list[str]:
        """Gives the moves that no action makes by its name."""
        return [row.name for row in self.rows if row.name not in self._actions]


def _faults(moves: Moves) -> Iterable[str]:
    if len(moves._by_name) != len(moves.rows):
        yield "a name stands twice"
    known = set(moves.states)
    for row in moves.rows:
        strange = {*row.sources, *row.stays, *row.again, *_targets(row)} - known
        if strange:
            yield f"{row.name} knows of {', '.join(sorted(strange))}"
        if row.name not in moves.reopens and {*row.sources, *row.stays} & set(moves.ends):
            yield f"{row.name} leads out of an end"
        if made := set(row.again) & {*row.sources, *row.stays}:
            yield f"{row.name} leads on from {', '.join(sorted(made))}, and is made there already"
    reached, waiting = {moves.begins}, [moves.begins]
    while waiting:
        state = waiting.pop()
        for row in moves.rows:
            if state in row.sources and (news := set(_targets(row)) - reached):
                reached |= news
                waiting.extend(news)
    if unreached := known - reached:
        yield f"nothing leads to {', '.join(sorted(unreached))}"
    moving = {source for row in moves.rows if row.to not in (None,) for source in row.sources}
    if stuck := known - moving - set(moves.ends):
        yield f"nothing leads out of {', '.join(sorted(stuck))}"


def _targets(row: Move) -> tuple[str, ...]:
    return row.or_to if row.to is None else (row.to, *row.or_to)
