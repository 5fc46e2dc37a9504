"""The arithmetic of the reporting line: who stands above whom, and where a line would run in a circle. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

P = TypeVar("P", bound=Hashable)
MOST_ABOVE = 30  # posts above one, units above one: no county has half of it, and what goes up a line is paid for each
_SHOWN = 8  # names of a path; of a longer one the beginning and the end


def line_up(start: P, superior: Callable[[P], P | None]) -> list[P]:
    """Gives the posts above `start`, nearest first. Takes a function that gives a post's superior or None.

    Ends where the line ends; should the data hold a circle, ends before the first post that would come again.
    """
    line: list[P] = []
    seen = {start}
    above = superior(start)
    while above is not None and above not in seen:
        line.append(above)
        seen.add(above)
        above = superior(above)
    return line


def circle_if(post: P, reports_to: P | None, superior: Callable[[P], P | None]) -> list[P]:
    """Gives the circle that would close if `post` reported to `reports_to`, or [] where none would.

    The circle is a path that begins and ends with `post`: [deputy, director, county head, deputy].
    """
    if reports_to is None:
        return []
    if reports_to == post:
        return [post, post]
    line = [reports_to, *line_up(reports_to, superior)]
    if post not in line:
        return []
    return [post, *line[: line.index(post) + 1]]


def circles(superiors: Mapping[P, P | None]) -> list[list[P]]:
    """Gives every circle in a whole mapping post → superior, each once, as a path that ends where it began."""
    found: list[list[P]] = []
    settled: set[P] = set()
    for start in superiors:
        path: list[P] = []
        place: dict[P, int] = {}
        here: P | None = start
        while here is not None and here not in settled and here not in place:
            place[here] = len(path)
            path.append(here)
            here = superiors.get(here)
        if here is not None and here in place:
            found.append([*path[place[here] :], here])
        settled.update(path)
    return found


def heights(superiors: Mapping[P, P | None]) -> dict[P, int]:
    """Gives how many stand above each in a whole mapping post → superior; in a circle, and below one, what comes before it repeats."""
    above: dict[P, int] = {}
    for start in superiors:
        path: list[P] = []
        inside: set[P] = set()
        here: P | None = start
        while here is not None and here not in above and here not in inside:
            path.append(here)
            inside.add(here)
            here = superiors.get(here)
        below = -1 if here is None else above.get(here, -1)
        for post in reversed(path):
            below = above[post] = below + 1
    return above


def circle_from(circle: Sequence[P], place: int) -> list[P]:
    """Gives a circle (a path that ends where it began) as one at this place of it would see it: of a long one the near parts and one
    name more, in whose place `path_in_words` says that something was left out."""
    count = len(circle) - 1
    steps = range(count + 1) if count <= _SHOWN else [*range(_SHOWN // 2 + 2), *range(count - _SHOWN // 2 + 1, count + 1)]
    return [circle[(place + step) % count] for step in steps]


def path_in_words(names: Iterable[object]) -> str:
    """Gives a path of posts as people read it: "deputy director → director → deputy director". Of a long one its ends."""
    path = [str(name) for name in names]
    if len(path) > _SHOWN + 1:
        path = [*path[: _SHOWN // 2 + 1], "…", *path[-(_SHOWN // 2) :]]
    return " → ".join(path)
