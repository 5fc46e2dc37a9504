"""The directory and the three administrators' pages stand in nobody's way: both languages, light and dark, normal and large text."""

from __future__ import annotations

import pytest

from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.me import set_mine
from tests.factories import a_holding, a_person, a_post, a_unit

PAGES = {
    "system": [
        "/people", "/manage", "/manage/units", "/manage/units/new", "/manage/posts", "/manage/posts/new", "/manage/delegations",
        "/manage/staff", "/manage/staff/new", "/manage/staff/import",
    ],
    "security": ["/manage", "/manage/administrators", "/manage/locks"],
    "audit": ["/manage", "/manage/journal", "/manage/journal/verify"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "size", "theme"), [("zh-hans", "normal", "light"), ("en", "large", "dark")])
@pytest.mark.parametrize("role", list(PAGES))
def test_nothing_stands_in_an_administrators_way(role, language, size, theme, phone, desk, sign_in_as, axe):
    person = a_person()
    appoint_administrator(person, role)
    for field, value in (("language", language), ("text_size", size), ("theme", theme)):
        set_mine(person, field, value)
    unit = a_unit()
    holding = a_holding(a_person("周建国"), a_post("副局长", unit))
    paths = list(PAGES[role])
    if role == "system":
        paths += [f"/units/{unit.pk}", f"/people/{holding.person_id}", f"/manage/units/{unit.pk}", f"/manage/posts/{holding.post_id}"]
    for page in (phone, desk):
        sign_in_as(page, person)
    for number, path in enumerate(paths):
        page = (phone, desk)[number % 2]
        page.goto(path)
        assert axe(page) == [], path
        assert page.evaluate("() => document.documentElement.scrollWidth <= screen.width"), f"{path} is wider than the screen"
