"""What pages and other apps ask about people: who holds which post, who stands above whom, who is found by what words."""

from huiyin.people.queries.directory import (
    PersonPage,
    UnitPage,
    directory,
    person_for,
    person_page,
    person_with_number,
)
from huiyin.people.queries.holders import (
    Held,
    Holder,
    current_holders,
    delegates_today,
    holder_of,
    holders_for,
    holders_of_posts,
    holders_of_units,
    own_post_of,
    posts_held,
    posts_of,
    reporting_line,
)
from huiyin.people.queries.searching import Found, search_people, search_units, visible_to
from huiyin.people.queries.shown import display_post, posts_shown
from huiyin.people.queries.tree import UnitNode, descendants, unit_path, unit_tree, units_in_a_row

__all__ = [
    "Found",
    "Held",
    "Holder",
    "PersonPage",
    "UnitNode",
    "UnitPage",
    "current_holders",
    "delegates_today",
    "descendants",
    "directory",
    "display_post",
    "holder_of",
    "holders_for",
    "holders_of_posts",
    "holders_of_units",
    "own_post_of",
    "person_for",
    "person_page",
    "person_with_number",
    "posts_held",
    "posts_of",
    "posts_shown",
    "reporting_line",
    "search_people",
    "search_units",
    "unit_path",
    "unit_tree",
    "units_in_a_row",
    "visible_to",
]
