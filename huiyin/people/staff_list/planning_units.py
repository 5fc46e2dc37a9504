"""The units and posts of a staff list, and the line the posts report along."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.journal.errors import Invalid
from huiyin.people import divisions
from huiyin.people.models import Unit
from huiyin.people.staff_list.naming import Unclear, parts_of
from huiyin.people.staff_list.planning import Draft, Planned
from huiyin.people.staff_list.snapshot import P, U
from huiyin.people.wording import clean_words

Named = tuple[str, tuple[str, ...]]  # a unit's name and the path of the unit above, as the row writes them


def plan_units(draft: Draft) -> dict[int, U]:
    """Gives the unit of each row that names one (by row number), with steps for new units and codes."""
    wanted: dict[int, Named] = {}
    for planned in draft.rows:
        named = _named(draft, planned)
        if named is not None:
            wanted[planned.row.number] = named
    first: dict[Named, Planned] = {}
    for planned in draft.rows:
        if planned.row.number in wanted:
            first.setdefault(wanted[planned.row.number], planned)
    found = _found(draft, first)
    units = {number: found[named] for number, named in wanted.items() if named in found}
    _plan_codes(draft, units)
    return units


def _named(draft: Draft, planned: Planned) -> Named | None:
    row = planned.row
    parts, above = parts_of(row["unit"]), parts_of(row["parent"])
    if not parts:
        for column in ("parent", "code", "post"):
            if row[column]:
                draft.fault(planned, "unit", _("The unit is missing."))
                return None
        if not row["name"]:
            draft.fault(planned, "", _("The row names neither a unit nor a person."))
        return None
    try:
        for part in parts:
            clean_words(part, "unit", 60)
    except Invalid as refused:
        draft.fault(planned, "unit", str(refused))
        return None
    return parts[-1], tuple(parts[:-1] or above)


def _found(draft: Draft, first: dict[Named, Planned]) -> dict[Named, U]:
    """The unit meant by each name: those there already, and new ones in whatever order the list gives them."""
    found: dict[Named, U] = {}
    waiting = dict(first)
    again = True
    while waiting and again:
        again = False
        for named, planned in list(waiting.items()):
            try:
                unit = _unit(draft, named, planned, waiting)
            except Unclear as unclear:
                later = {name for name, _above in waiting if name != named[0]}
                if unclear.none and named[1] and named[1][-1] in later:
                    continue  # the unit above comes further down in the list
                _fault_for_all(draft, first, named, unclear.words)
            else:
                if unit is None:
                    continue
                found[named] = unit
            del waiting[named]
            again = True
    for named in waiting:
        words = _("The units above it lead back to itself, or to a row that cannot be taken.")
        _fault_for_all(draft, first, named, words)
    return found


def _unit(draft: Draft, named: Named, planned: Planned, waiting: dict[Named, Planned]) -> U | None:
    """The unit of this name, added if need be; None: wait for rows that say where it stands."""
    name, above = named
    parent = None
    if above:
        parent = draft.names.unit(list(above))
        there = draft.names.children.get((parent, name))
    else:
        there = draft.names.children.get((None, name))
        if there is None:
            if any(other == name and path for other, path in waiting):
                return None
            there = None if name not in draft.names.units and name not in draft.names.short else draft.names.unit([name])
    if there is not None:
        return there
    unit = U(name, parent)
    draft.names.add_unit(unit)
    words = _("New unit “%(name)s”") % {"name": "/".join(unit.path())}
    draft.step(planned, "unit", unit, words=words, sign="/".join(unit.path()), adds=True)
    return unit


def _fault_for_all(draft: Draft, first: dict[Named, Planned], named: Named, words: str) -> None:
    for planned in draft.rows:
        parts, above = parts_of(planned.row["unit"]), parts_of(planned.row["parent"])
        if parts and (parts[-1], tuple(parts[:-1] or above)) == named:
            draft.fault(planned, "parent" if named[1] else "unit", words)


def _plan_codes(draft: Draft, units: dict[int, U]) -> None:
    taken = {unit.code: unit for unit in draft.now.units if unit.code}
    for planned in draft.rows:
        unit, code = units.get(planned.row.number), planned.row["code"].replace(" ", "")
        if unit is None or not code or code == unit.code:
            continue
        if not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
            draft.fault(planned, "code", _("A division code has 6, 9 or 12 digits."))
        elif not _code_known(code, unit):
            draft.fault(planned, "code", _("No county or district has the code %(code)s.") % {"code": code[:6]})
        elif code in taken:
            draft.fault(planned, "code", _("“%(name)s” has this code already.") % {"name": taken[code].name})
        elif unit.code and any(s.what == "code" and s.things[0] is unit for p in draft.rows for s in p.steps):
            draft.fault(planned, "code", _("Another row gives this unit another code."))
        else:
            unit.code, taken[code] = code, unit
            words = _("Code %(code)s") % {"code": code}
            draft.step(planned, "code", unit, code, words=words, sign=f"{'/'.join(unit.path())} {code}")


def _code_known(code: str, unit: U) -> bool:
    """Known to the shipped table, or continuing the code of a unit above: towns' codes come with the county's."""
    above = unit.parent
    while above is not None:
        if above.code and above.code[:6] == code[:6]:
            return True
        above = above.parent
    return divisions.is_known(code[:6])


def plan_posts(draft: Draft, units: dict[int, U]) -> dict[int, P]:
    """Gives the post of each row that names one, with steps for new posts and for whom they report to."""
    posts: dict[int, P] = {}
    for planned in draft.rows:
        unit, title = units.get(planned.row.number), planned.row["post"]
        if planned.row["reports_to"] and not title:
            draft.fault(planned, "post", _("The post is missing; only posts report to somebody."))
        if unit is None or not title:
            continue
        try:
            title = clean_words(title, "post", 60)
        except Invalid as refused:
            draft.fault(planned, "post", str(refused))
            continue
        post = draft.names.posts.get((unit, title))
        if post is None:
            post = P(unit, title)
            draft.names.add_post(post)
            draft.step(
                planned, "post", post, words=_("New post “%(name)s”") % {"name": post}, sign=_sign(post), adds=True
            )
        posts[planned.row.number] = post
    said: dict[P, P] = {}
    for planned in draft.rows:
        if planned.row.number in posts and planned.row["reports_to"]:
            _plan_line(draft, planned, posts[planned.row.number], said)
    return posts


def _plan_line(draft: Draft, planned: Planned, post: P, said: dict[P, P]) -> None:
    try:
        above = draft.names.post(planned.row["reports_to"], post.unit)
    except Unclear as unclear:
        draft.fault(planned, "reports_to", unclear.words)
        return
    if said.setdefault(post, above) is not above:
        draft.fault(planned, "reports_to", _("Another row lets this post report to somebody else."))
    elif above is not post.reports_to:
        post.reports_to = above
        words = _("Reports to “%(post)s”") % {"post": above}
        draft.step(planned, "line", post, above, words=words, sign=f"{_sign(post)} < {_sign(above)}")


def _sign(post: P) -> str:
    return "/".join([*post.unit.path(), post.title])


def kind_by_name(name: str, root: bool) -> str:
    """Gives the kind of unit a name speaks of: 镇, 乡, 街道 are towns, 村 and 社区 villages; a root that ends in 县, 区, 市 a county."""
    if name.endswith(("镇", "乡", "街道", "街道办事处")):
        return Unit.Kind.TOWN
    if name.endswith(("村", "社区", "村委会", "居委会")):
        return Unit.Kind.VILLAGE
    if root and name.endswith(("县", "区", "市", "旗")):
        return Unit.Kind.COUNTY
    return Unit.Kind.BUREAU
