"""The tree of units beside people and units, drawn once for all who look at the same branch in the same language.

Drawn by Django's templates the tree of a city's 4,000 units took most of a second. Larger trees show the branches that are open: those
above the unit on the page, and what is right below it; the rest is one tap away.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext
from markupsafe import Markup

from huiyin.core.jinja import template
from huiyin.people.models import Unit
from huiyin.people.queries.tree import UnitNode, tree

WHOLE = 300  # units: a tree of so many is all there, folded
DRAWN = 400  # pieces kept of one state of the tree, each for one unit and language


def tree_html(here: Unit | None = None) -> Markup:
    """Gives the lines of the tree, the branch of a unit open, in the active language; "" where there are no units."""
    known = tree()
    pk = here.pk if here is not None and here.pk in known.nodes else 0

    def draw() -> Markup:
        opened = {unit.pk for unit in known.path(pk)} | {pk} if pk else set()
        return _drawn("_tree", roots=known.roots, here=pk, opened=opened, whole=len(known.nodes) <= WHOLE)

    return _once(known.drawn, ("tree", pk), draw)


def grid_html(unit: Unit) -> Markup:
    """Gives the units right below one, "" where there are none."""
    known = tree()
    node = known.nodes.get(unit.pk)
    return _once(known.drawn, ("grid", unit.pk), lambda: _drawn("_grid", nodes=node.below)) if node and node.below else Markup("")


def _once(drawn: dict[Any, Any], key: tuple[Any, ...], draw: Any) -> Markup:
    key = (*key, get_language())
    html: Markup | None = drawn.get(key)
    if html is None:
        if len(drawn) >= DRAWN:
            drawn.clear()
        html = drawn[key] = draw()
    return html


def _drawn(name: str, **shown: Any) -> Markup:
    return Markup(template(f"people/{name}.html").render(units_below=_units_below, people_in=_people_in, **shown).strip())  # noqa: S704  (Jinja escapes)


def _units_below(node: UnitNode) -> str:
    n = len(node.below)
    return ngettext("%(n)s unit below", "%(n)s units below", n) % {"n": n}


def _people_in(node: UnitNode) -> str:
    n = node.held_below
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}
