"""The units and posts of a staff list, and the line the posts report along."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid
from huiyin.journal.client_gone import while_wanted
from huiyin.people import divisions
from huiyin.people.models import Unit
from huiyin.people.normalization import clean_words
from huiyin.people.reporting_line import MOST_ABOVE
from huiyin.people.staff_list.draft import Draft, Planned
from huiyin.people.staff_list.naming import Unclear, parts_of
from huiyin.people.staff_list.snapshot import P, U

Named = tuple[str, tuple[str, ...]]  # a unit's name and the path of the unit above, as the row writes them


def plan_units(draft: Draft) -> dict[int, U]:
    """Gives the unit of each row that names one (by row number), with steps for new units and codes."""
    wanted: dict[int, Named] = {}
    for planned in while_wanted(draft.rows):
        named = _named(draft, planned)
        if named is not None:
            wanted[planned.row.number] = named
    found = _Units(draft, wanted).found()
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


class _Units:
    """The unit meant by each name: those there already, and new ones in whatever order the list gives them."""

    def __init__(self, draft: Draft, wanted: dict[int, Named]) -> None:
        self.draft = draft
        self.rows: dict[Named, list[Planned]] = defaultdict(list)
        for planned in draft.rows:
            if planned.row.number in wanted:
                self.rows[wanted[planned.row.number]].append(planned)
        self.waiting = {named: rows[0] for named, rows in self.rows.items()}
        self.names = Counter(name for name, _above in self.waiting)  # of those that wait
        self.below = Counter(name for name, above in self.waiting if above)

    def found(self) -> dict[Named, U]:
        """Gives them, going through those that wait until none finds its place: each time a storey of the tree at least is built, and
        there are only so many storeys."""
        found: dict[Named, U] = {}
        for _storey in range(MOST_ABOVE + 2):
            before = len(self.waiting)
            for named, planned in while_wanted(list(self.waiting.items())):
                unit = self._placed(named, planned)
                if unit is not None:
                    found[named] = unit
            if not self.waiting or len(self.waiting) == before:
                break
        for named in self.waiting:
            self._fault(named, _("The units above it lead back to itself, or to a row that cannot be taken."))
        return found

    def _placed(self, named: Named, planned: Planned) -> U | None:
        """The unit, where it can be told already; it then waits no longer, nor does one that cannot be taken at all."""
        name, above = named
        comes = bool(above) and above[-1] != name and self.names[above[-1]] > 0  # the unit above, further down in the list
        if comes and not self.draft.names.knows(above[-1]):
            return None
        try:
            unit = self._unit(named, planned)
        except Unclear as unclear:
            if unclear.none and comes:
                return None
            self._fault(named, unclear.words)
            unit = None
        else:
            if unit is None:
                return None
        del self.waiting[named]
        self.names[name] -= 1
        self.below[name] -= bool(above)
        return unit

    def _unit(self, named: Named, planned: Planned) -> U | None:
        """The unit of this name, added if need be; None: wait for rows that say where it stands."""
        name, above = named
        names, parent = self.draft.names, None
        if above:
            parent = names.unit(list(above))
            there = names.children.get((parent, name))
        else:
            there = names.children.get((None, name))
            if there is None:
                if self.below[name]:
                    return None
                there = names.unit([name]) if names.knows(name) else None
        if there is not None:
            return there
        if parent is not None and parent.depth >= MOST_ABOVE:
            raise Unclear(_("More than %(most)d units would stand above this one.") % {"most": MOST_ABOVE})
        unit = U(name, parent)
        names.add_unit(unit)
        words = _("New unit “%(name)s”") % {"name": unit.full}
        self.draft.step(planned, "unit", unit, words=words, sign=unit.full, adds=True)
        return unit

    def _fault(self, named: Named, words: str) -> None:
        for planned in self.rows[named]:
            self.draft.fault(planned, "parent" if named[1] else "unit", words)


def _plan_codes(draft: Draft, units: dict[int, U]) -> None:
    taken = {unit.code: unit for unit in draft.now.units if unit.code}
    given: set[U] = set()
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
        elif unit in given:
            draft.fault(planned, "code", _("Another row gives this unit another code."))
        else:
            unit.code, taken[code] = code, unit
            given.add(unit)
            words = _("Code %(code)s") % {"code": code}
            draft.step(planned, "code", unit, code, words=words, sign=f"{unit.full} {code}")


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
    for planned in while_wanted(draft.rows):
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
    return f"{post.unit.full}/{post.title}"


def kind_by_name(name: str, root: bool) -> str:
    """Gives the kind of unit a name speaks of: 镇, 乡, 街道 are towns, 村 and 社区 villages; a root that ends in 县, 区, 市 a county."""
    if name.endswith(("镇", "乡", "街道", "街道办事处")):
        return Unit.Kind.TOWN
    if name.endswith(("村", "社区", "村委会", "居委会")):
        return Unit.Kind.VILLAGE
    if root and name.endswith(("县", "区", "市", "旗")):
        return Unit.Kind.COUNTY
    return Unit.Kind.BUREAU
