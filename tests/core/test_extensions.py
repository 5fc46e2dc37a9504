"""One sequence of extensions holds those of several points: each point takes its own, and what is no extension is refused."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from huiyin.core import declarations
from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class Here(Extension):
    pass


@dataclass(frozen=True)
class Elsewhere(Extension):
    pass


def _of(monkeypatch, *declared: object) -> Registry[Here]:
    module = SimpleNamespace(__name__="pebble.extensions", EXTENSIONS=declared)
    monkeypatch.setattr(declarations, "modules_of_apps", lambda name: [module])
    return Registry("extensions", "EXTENSIONS", Here, lambda one: one.name, only=True)


def test_a_point_takes_what_is_of_its_type_and_leaves_the_rest_to_other_points(monkeypatch) -> None:
    assert list(_of(monkeypatch, Elsewhere("a"), Here("a"), Here("b"))) == [Here("a"), Here("b")]


@pytest.mark.parametrize(("declared", "refused"), [(("a line",), TypeError), ((Here("a"), Here("a")), ValueError)])
def test_what_is_no_extension_or_declared_twice_is_refused(monkeypatch, declared, refused) -> None:
    with pytest.raises(refused):
        list(_of(monkeypatch, *declared))
