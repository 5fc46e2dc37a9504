"""The arithmetic of the reporting line, on any mapping at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.people.reporting_line import circle_if, circles, line_up, path_in_words

mappings = st.dictionaries(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 12)), max_size=13)


def test_a_circle_is_named_as_a_path() -> None:
    above = {"科长": "副局长", "副局长": "局长", "局长": None}
    assert line_up("科长", above.get) == ["副局长", "局长"]
    assert path_in_words(circle_if("局长", "科长", above.get)) == "局长 → 科长 → 副局长 → 局长"
    assert circle_if("科长", "局长", above.get) == []
    assert circle_if("局长", None, above.get) == []


@given(mappings)
def test_every_circle_found_is_one_and_without_circles_every_line_ends(superiors: dict[int, int | None]) -> None:
    found = circles(superiors)
    for circle in found:
        assert circle[0] == circle[-1] and len(circle) > 1
        assert all(superiors[below] == above for below, above in zip(circle, circle[1:], strict=False))
    inside = {post for circle in found for post in circle}
    assert len(inside) == sum(len(circle) - 1 for circle in found)  # each circle once, and none touches another
    for post in superiors:
        line = line_up(post, superiors.get)
        assert len(set(line)) == len(line)
        if not inside & {post, *line}:
            assert superiors.get(line[-1] if line else post) is None


@given(mappings, st.integers(0, 12), st.integers(0, 12))
def test_refusing_what_would_close_a_circle_keeps_the_mapping_free_of_them(
    superiors: dict[int, int | None], post: int, above: int
) -> None:
    built: dict[int, int | None] = {}
    for one, other in [*superiors.items(), (post, above)]:
        closing = circle_if(one, other, built.get)
        if closing:
            assert closing[0] == closing[-1] == one and closing[1] == other
        else:
            built[one] = other
        assert circles(built) == []
