"""What apps declare, found where it stands: a module of a known name in each app, and in it a sequence of a known name.

Whoever adds a noun adds a folder. Timeline, notices, privacy, search and the rest go through these registries and name no app; there is
no other way to put something into another app's page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.signals import setting_changed
from django.utils.module_loading import module_has_submodule

T = TypeVar("T")
_registries: list[Registry[Any]] = []


@dataclass(frozen=True)
class Extension:
    """What an app adds to another's pages or work; each point is a dataclass of the app that offers it. `name`: unique at its point."""

    name: str


class Registry(Generic[T]):
    """All declarations of one sort.

    Takes the module's name ("events"), the name of the sequence in it ("EVENTS"), the type of what stands in it, and what each is
    known by (unique in the whole house). With `only`, the sequence holds extensions of several points, and those of this type are
    taken; what is no Extension is refused. Filled at the first question after the apps are ready; where an app comes or goes
    (tests do that), filled anew.
    """

    def __init__(self, module: str, name: str, of: type[T], key: Callable[[T], Hashable], *, only: bool = False) -> None:
        self.module, self.name, self.of, self.key, self.only = module, name, of, key, only
        self._found: dict[Any, T] | None = None
        _registries.append(self)

    @property
    def found(self) -> dict[Any, T]:
        """What is declared, by key, in the order of the installed apps. Raises TypeError and ValueError for a wrong declaration."""
        if self._found is None:
            self._found = self._gathered()
        return self._found

    def __iter__(self) -> Iterator[T]:
        return iter(self.found.values())

    def __getitem__(self, key: Hashable) -> T:
        return self.found[key]

    def __contains__(self, key: Hashable) -> bool:
        return key in self.found

    def get(self, key: Hashable) -> T | None:
        """Gives what is declared under a key, or None."""
        return self.found.get(key)

    def _gathered(self) -> dict[Any, T]:
        apps.check_apps_ready()
        found: dict[Any, T] = {}
        for module in modules_of_apps(self.module):
            for one in getattr(module, self.name, ()):
                if self.only and isinstance(one, Extension) and not isinstance(one, self.of):
                    continue
                if not isinstance(one, self.of):
                    raise TypeError(f"{module.__name__}.{self.name}: {one!r} is no {self.of.__name__}")
                key = self.key(one)
                if key in found:
                    raise ValueError(f"{module.__name__}.{self.name}: {key!r} is declared twice")
                found[key] = one
        return found


def in_order(declared: Iterable[T]) -> list[T]:
    """Gives what is declared by its `order`: in which it is shown, or gone through."""
    return sorted(declared, key=attrgetter("order"))


def modules_of_apps(name: str) -> list[Any]:
    """Imports the module of that name ("events", "api.shapes") of each installed app that has one; gives them in the order of the apps."""
    given = []
    for app in apps.get_app_configs():
        package, rest = app.module, name
        while package is not None and module_has_submodule(package, rest.partition(".")[0]):
            first, _, rest = rest.partition(".")
            package = import_module(f"{package.__name__}.{first}")
            if not rest:
                given.append(package)
                break
    return given


def _forget(*, setting: str, **_: Any) -> None:
    if setting == "INSTALLED_APPS":
        for registry in _registries:
            registry._found = None


setting_changed.connect(_forget)
