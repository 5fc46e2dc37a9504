"""What changes the organisation: its units, posts, persons, who holds what. One door for callers; a file for each noun behind it.

`by` is the person who does it; None is the installation itself (command line, import, demo) and is recorded as such.
"""

from huiyin.people.actions.holdings import change_holding, delegate, end_delegation, leave_post, take_post
from huiyin.people.actions.persons import add_person, change_person
from huiyin.people.actions.posts import add_post, change_post, close_post, revise_post, set_reports_to
from huiyin.people.actions.units import add_unit, change_unit, close_unit, move_unit, rename_unit, revise_unit, set_unit_hours
from huiyin.people.book import organisation

__all__ = [
    "add_person",
    "add_post",
    "add_unit",
    "change_holding",
    "change_person",
    "change_post",
    "change_unit",
    "close_post",
    "close_unit",
    "delegate",
    "end_delegation",
    "leave_post",
    "move_unit",
    "organisation",
    "rename_unit",
    "revise_post",
    "revise_unit",
    "set_reports_to",
    "set_unit_hours",
    "take_post",
]
