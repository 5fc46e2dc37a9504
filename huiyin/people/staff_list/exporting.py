"""The organisation as a staff list, in the form the import reads."""

from __future__ import annotations

from collections import Counter, defaultdict

from huiyin.people.models import Person
from huiyin.people.phones import phone_for_reading
from huiyin.people.staff_list.columns import COLUMNS, kind_word
from huiyin.people.staff_list.snapshot import H, P, Snapshot, U, X


def staff_rows(now: Snapshot) -> list[list[str]]:
    """Gives the headings and one row for each unit without posts, each vacant post, each holding, each official without a post.

    Read again it changes nothing.
    """
    names = Counter(unit.name for unit in now.units)
    posts: dict[int | None, list[P]] = defaultdict(list)
    holdings: dict[int | None, list[H]] = defaultdict(list)
    for post in now.posts:
        posts[post.unit.pk].append(post)
    latest = {(h.post.pk, h.acting): h for h in now.holdings}
    for holding in latest.values():
        holdings[holding.post.pk].append(holding)
    rows = [list(COLUMNS.values())]
    for unit in sorted(now.units, key=lambda u: u.path()):
        own = posts[unit.pk]
        if not own:
            rows.append(_row(unit, names))
        for post in own:
            held = holdings[post.pk]
            if not held:
                rows.append(_row(unit, names, post))
            rows += [_row(unit, names, post, h.person, h) for h in held]
    placed = {h.person.pk for h in now.holdings}
    for person in now.persons:
        if person.kind == Person.Kind.OFFICIAL and person.pk not in placed:
            rows.append(_row(person.home, names, None, person))
    return rows


def _row(unit: U | None, names: Counter[str], post: P | None = None, person: X | None = None, held: H | None = None) -> list[str]:
    above = post.reports_to if post else None
    cells = {
        "unit": unit.name if unit else "",
        "parent": _unit_ref(unit.parent, names) if unit and unit.parent else "",
        "code": unit.code if unit else "",
        "post": post.title if post else "",
        "reports_to": f"{_unit_ref(above.unit, names)}/{above.title}" if above else "",
        "name": person.name if person else "",
        "phone": phone_for_reading(person.phone).replace(" ", "") if person else "",
        "acting": "是" if held and held.acting else "",
        "since": held.since.isoformat() if held else "",
        "kind": kind_word(person.kind) if person else "",
    }
    return [cells[key] for key in COLUMNS]


def _unit_ref(unit: U, names: Counter[str]) -> str:
    """A unit as another row may name it: by its name where that is enough, else by its whole path."""
    return unit.name if names[unit.name] == 1 else unit.full
