"""The arithmetic of the reporting line: who stands above whom, and where a line would run in a circle. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

P = TypeVar("P", bound=Hashable)


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


def path_in_words(names: Iterable[object]) -> str:
    """Gives a path of posts as people read it: "deputy director → director → deputy director"."""
    return " → ".join(str(name) for name in names)
