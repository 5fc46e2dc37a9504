"""A table of moves: checked when it is made, read by whoever makes a move by its name."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.core.moves import Move, Moves

pytestmark = pytest.mark.no_database


def a_door(*more: Move, **other: Any) -> Moves:
    rows = (
        Move("open", ("shut",), "open", ("guest", "owner"), "Open", stays=("open",)),
        Move("shut", ("open",), "shut", ("owner",), "Shut", brings=("why",), may_bring=("until",), under="end"),
        *more,
    )
    return Moves("door", ("shut", "open"), begins="shut", rows=rows, **other)


def test_a_move_leads_on_from_its_sources_and_leaves_other_states_as_they_are() -> None:
    door = a_door()
    assert door.leads("open", "shut") and door.leads("open", "open") and not door.leads("shut", "shut")
    assert door.after("open", "shut") == door.after("open", "open") == "open"
    with pytest.raises(ValueError, match="leads nowhere"):
        door.after("shut", "shut")
    assert [move.name for move in door.possible("open", {"owner"})] == ["open", "shut"]
    assert [move.name for move in door.possible("open", {"guest"})] == ["open"]


def test_a_move_may_lead_to_several_states_and_changes_nothing_where_it_is_made_already() -> None:
    slam = Move("slam", ("open",), "shut", ("guest",), "Slam", or_to=("broken",), again=("shut",))
    door = Moves("door", ("open", "shut", "broken"), begins="open", rows=(slam,), ends=("shut", "broken"))
    assert door.outcomes("slam", "open") == ("shut", "broken") and door.outcomes("slam", "shut") == ()
    assert not door.leads("slam", "shut") and door.possible("shut", {"guest"}) == []
    with pytest.raises(ValueError, match="to several"):
        door.after("slam", "open")


def test_a_row_says_what_comes_with_a_move_and_under_which_name_it_is_offered() -> None:
    door = a_door()
    assert door["shut"].fields == ("why", "until") and door["shut"].offered == "end"
    assert door["open"].fields == () and door["open"].offered == "open"


def test_a_move_is_made_by_its_action_which_takes_what_the_row_brings() -> None:
    door = a_door()

    @door.makes("shut")
    def shut(about: str, by: str, why: str, until: str = "") -> str:
        return f"{about} {by} {why} {until}"

    assert door.make("shut", "gate", "江", why="风", until="明天") == "gate 江 风 明天"
    assert door.without_action() == ["open"]
    with pytest.raises(ValueError, match="until"):
        door.makes("shut")(lambda about, by, why: None)
    with pytest.raises(KeyError):
        door.makes("paint")


@pytest.mark.parametrize(("row", "fault"), [
    (Move("open", ("shut",), "open", ("guest",), "Open"), "a name stands twice"),
    (Move("lock", ("shut",), "locked", ("owner",), "Lock"), "knows of locked"),
    (Move("knock", ("shut",), None, ("guest",), "Knock", stays=("ajar",)), "knows of ajar"),
    (Move("push", ("shut",), "open", ("guest",), "Push", or_to=("ajar",)), "knows of ajar"),
    (Move("push", ("shut",), "open", ("guest",), "Push", again=("shut",)), "leads on from shut, and is made there already"),
])  # fmt: skip
def test_a_table_that_cannot_be_is_an_error_at_start(row: Move, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        a_door(row)


def test_nothing_leads_out_of_an_end_but_what_the_table_names() -> None:
    with pytest.raises(ValueError, match="leads out of an end"):
        a_door(ends=("open",))
    assert a_door(ends=("open",), reopens=("shut", "open")).leads("shut", "open")
