"""What a strict eye found unfinished: nothing looks like the browser's own, and what stands beside a page looks as on the others."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from huiyin.people.actions.administrators import appoint_administrator
from tests.browser.test_conversation_more import photo
from tests.factories import a_group, a_person, a_post, a_unit, say


def looks(page: Page, selector: str, *names: str) -> list[str]:
    """Gives the computed values of these properties."""
    of = "(e, names) => { const look = getComputedStyle(e); return names.map((name) => look.getPropertyValue(name)) }"
    return page.locator(selector).first.evaluate(of, list(names))


def test_fields_of_the_administrator_wear_the_houses_clothes(desk, sign_in_as):
    keeper = a_person()
    appoint_administrator(keeper, "system")
    a_post("局长", a_unit("水产局"))
    page = sign_in_as(desk, keeper)
    page.goto("/manage/posts")
    assert looks(page, "select[name=unit]", "appearance") == ["none"]
    page.goto("/manage/staff/import")
    assert looks(page, "input[type=file]", "border-top-style") == ["solid"]
    height: Any = page.locator("input[type=file]").evaluate("e => e.offsetHeight")
    assert height >= 44


def test_the_list_beside_a_form_ends_as_it_does_beside_a_conversation(desk, sign_in_as):
    person = a_person()
    a_group(owner=person)
    page = sign_in_as(desk, person)
    page.goto("/messages")
    beside_talk = looks(page, ".list-end", "text-align", "font-size")
    page.goto("/groups/new")
    assert looks(page, ".list-end", "text-align", "font-size") == beside_talk == ["center", beside_talk[1]]


def test_a_line_with_nothing_unread_gives_its_words_the_whole_width(phone, sign_in_as):
    person = a_person()
    say(a_group(owner=person), person, "很长的一句话" * 20)
    page = sign_in_as(phone, person)
    page.goto("/messages")
    words, time = page.locator(".row p").first.bounding_box(), page.locator(".row time").first.bounding_box()
    assert words and time and abs((words["x"] + words["width"]) - (time["x"] + time["width"])) <= 1
    assert looks(page, ".row p", "padding-right") == ["0px"]


def test_a_bubble_is_no_wider_than_its_photos(desk, a_browser, sign_in_as):
    person, other = a_person(), a_person()
    group = a_group(owner=person, members=[other])
    page = sign_in_as(desk, person)
    page.goto(f"/groups/{group.pk}")
    page.locator("#composer input[type=file]").set_input_files([photo(page, side=900), photo(page, "#a52", side=900)])
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".msg [data-photo] img")).to_have_count(2)
    theirs = sign_in_as(a_browser().new_page(), other)
    theirs.goto(f"/groups/{group.pk}")
    bubble, photos = theirs.locator(".msg .bubble").bounding_box(), theirs.locator(".msg .photos").bounding_box()
    assert bubble and photos and bubble["width"] - photos["width"] < 40
