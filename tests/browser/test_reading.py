"""Reading and writing without trouble: nothing jumps, what is long is folded, quotes end between lines, words pasted are words."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.test_conversation import FIRST_SEEN, SignIn, opened, said, two, write
from tests.factories import a_group, a_person, say

__all__ = ["two"]  # a fixture
PIXELS = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC"
PASTE = """([words, html, name, pixels]) => {
  const carried = new DataTransfer();
  if (words) carried.setData("text/plain", words);
  if (html) carried.setData("text/html", html);
  carried.items.add(new File([Uint8Array.from(atob(pixels), (c) => c.charCodeAt(0))], name, { type: "image/png" }));
  const pasted = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
  return document.getElementById("say").dispatchEvent(pasted);
}"""


def a_picture(page: Page, width: int, height: int) -> dict[str, Any]:
    """A JPEG of this size, drawn by the browser."""
    drawn = page.evaluate(
        "([w, h]) => { const c = document.createElement('canvas'); c.width = w; c.height = h; const p = c.getContext('2d');"
        " p.fillStyle = '#276'; p.fillRect(0, 0, w, h); return c.toDataURL('image/jpeg', .8).split(',')[1]; }",
        [width, height],
    )
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": base64.b64decode(drawn)}


@pytest.mark.parametrize(
    ("words", "html", "name"),
    [
        ("三组\t12 口\n四组\t8 口", "<table><tr><td>三组</td></tr></table>", "image.png"),  # Excel, WPS
        ("请于明天下班以前报我。", "<p class=MsoNormal>请于明天下班以前报我。</p>", "image.png"),  # Word
    ],
)
def test_words_pasted_from_an_office_program_are_words(two: Any, words: str, html: str, name: str) -> None:
    hers, *_ = two
    assert hers.evaluate(PASTE, [words, html, name, PIXELS]), "the browser puts the words in itself"
    expect(hers.locator(".tray figure")).to_have_count(0)
    hers.locator("#toasts").get_by_role("button", name="图片也要").click()
    expect(hers.locator(".tray figure[data-state=ready]")).to_have_count(1)


@pytest.mark.parametrize(
    ("words", "html", "name"),
    [
        ("", "", "image.png"),  # a screenshot
        ("https://county.example/闸门.png", "<img src='https://county.example/闸门.png'>", "闸门.png"),  # a picture copied from a page
        ("闸门.png", "", "闸门.png"),  # a file copied in a folder
    ],
)
def test_a_picture_pasted_without_words_is_a_picture(two: Any, words: str, html: str, name: str) -> None:
    hers, *_ = two
    assert not hers.evaluate(PASTE, [words, html, name, PIXELS])
    expect(hers.locator(".tray figure[data-state=ready]")).to_have_count(1)


def test_pictures_take_no_more_room_when_they_come(two: Any, a_browser: Callable[..., Any], sign_in_as: SignIn) -> None:
    hers, _his, group, chen, zhou = two
    for size in ((300, 700), (200, 1400), (1400, 200), (640, 480)):
        hers.locator("#composer input[type=file]").set_input_files(a_picture(hers, *size))
        expect(hers.locator(".tray figure[data-state=ready]")).to_have_count(1)
        hers.locator("#composer button.send").click()
    expect(hers.locator("#talk [data-photo]")).to_have_count(4)
    for n in range(12):
        say(group, chen, f"照片之后的第{n}句")
    page = sign_in_as(a_browser(**PHONE, service_workers="block").new_page(), zhou)
    held: list[Route] | None = []  # pictures that have not come yet
    page.route("**/thumb", lambda route: held.append(route) if held is not None else route.continue_())
    page.goto(f"/groups/{group.pk}?around=9", wait_until="domcontentloaded")
    expect(said(page, "照片之后的第3句")).to_be_in_viewport()
    heights = "() => [...document.querySelectorAll('#talk [data-photo] img')].map((one) => Math.round(one.getBoundingClientRect().height))"
    page.wait_for_function("() => document.querySelectorAll('#talk [data-photo] img').length === 4")
    before, seen = page.evaluate(heights), page.evaluate(FIRST_SEEN)
    waiting, held = held or [], None
    for route in waiting:
        route.continue_()
    page.evaluate("() => { for (const one of document.querySelectorAll('#talk img')) one.loading = 'eager' }")
    page.wait_for_function("() => [...document.querySelectorAll('#talk [data-photo] img')].every((one) => one.naturalWidth > 0)")
    assert page.evaluate(heights) == before
    assert min(before) > 90
    assert page.evaluate(FIRST_SEEN) == seen


def test_what_is_read_stays_where_it_is_when_something_above_grows(phone: Page, sign_in_as: SignIn) -> None:
    chen = a_person()
    group = a_group("老群", owner=chen)
    for n in range(1, 41):
        say(group, chen, f"旧话第{n}句")
    opened(sign_in_as(phone, chen), group)
    expect(phone.locator("#m40")).to_be_in_viewport()
    phone.evaluate("() => { const room = document.querySelector('.scroll'); room.scrollTop = room.scrollHeight / 2 }")
    phone.evaluate("() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
    before = phone.evaluate(FIRST_SEEN)
    phone.evaluate("() => { document.querySelector('#m2 .bubble').style.height = '400px' }")
    phone.evaluate("() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
    after = phone.evaluate(FIRST_SEEN)
    assert before[0] == after[0]
    assert abs(before[1] - after[1]) <= 1


def test_a_very_long_message_is_folded_and_opens(two: Any) -> None:
    hers, his, *_ = two
    long = "".join(f"第{n}条 各乡镇每天下午五点前报清拆进度。\n" for n in range(1, 200))[:4500].rstrip()
    write(hers, long)
    message = said(his, "第1条")
    expect(message).to_have_count(1)
    button = message.locator(".unfold")
    expect(button).to_contain_text("展开全文")
    assert message.bounding_box()["height"] < 500
    write(hers, "一句短的")
    expect(said(his, "一句短的").locator(".unfold")).to_have_count(0)
    button.click()
    expect(button).to_have_text("收起")
    assert message.bounding_box()["height"] > 2000
    button.click()
    expect(button).to_contain_text("展开全文")
    expect(message).to_be_in_viewport()
    message.focus()
    his.keyboard.press("Enter")
    his.locator(".msg-menu [data-does=reply]").click()
    expect(his.locator("#reading [data-extra=quote]")).not_to_contain_text("展开全文")


def test_a_quote_ends_between_two_lines(two: Any) -> None:
    _hers, his, group, chen, _zhou = two
    say(group, chen, "这句话很长，长到在手机上引用它的时候两行放不下，第三行只露出字的上半截，看着像坏了一样，所以要收在两行里，不多不少")
    say(group, chen, "就按上面说的办", reply_to=2)
    quote = said(his, "就按上面说的办").locator("a.quote")
    expect(quote).to_have_count(1)
    shown, line = quote.evaluate("(one) => [one.clientHeight, parseFloat(getComputedStyle(one).lineHeight)]")
    assert abs(shown - 2 * line) <= 1, "what is drawn inside the border is two whole lines"
    assert quote.bounding_box()["height"] >= 44, "and a finger finds it"


def test_a_group_with_a_draft_says_so_in_the_list(phone: Page, sign_in_as: SignIn) -> None:
    chen = a_person()
    group, other = a_group("值班群", owner=chen), a_group("另一个群", owner=chen)
    say(group, chen, "一句")
    opened(sign_in_as(phone, chen), group)
    phone.locator("#say").fill("写到一半")
    phone.goto("/messages")
    row = phone.locator(f".row[data-group='{group.pk}']")
    expect(row.locator(".unsent")).to_have_text("[草稿]")
    expect(row).to_contain_text("一句")
    expect(phone.locator(f".row[data-group='{other.pk}'] .unsent")).to_have_count(0)
    row.click()
    expect(phone.locator("#say")).to_have_value("写到一半")
    phone.locator("#say").fill("")
    phone.goto("/messages")
    expect(row.locator("p")).to_contain_text("一句")
    expect(row.locator(".unsent")).to_have_count(0)


def test_two_keys_lead_to_the_message_field(desk: Page, sign_in_as: SignIn) -> None:
    chen = a_person()
    group = a_group("值班群", owner=chen)
    say(group, chen, "一句")
    opened(sign_in_as(desk, chen), group)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    skip = desk.get_by_role("link", name="到输入框")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desk.keyboard.press("Enter")
    expect(desk.locator("#say")).to_be_focused()
    desk.locator("#m1").focus()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#say")).to_be_focused()
    expect(desk.locator(".msg-menu")).to_have_count(0)
