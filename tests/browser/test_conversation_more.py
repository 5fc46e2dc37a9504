"""More of a conversation: photos, urgent words, places, long presses, names of people, and that nothing stands in anybody's way."""

from __future__ import annotations

import base64
import re
import signal
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_conversation import OFFLINE, opened, said, two, write
from tests.factories import a_group, a_person, say

__all__ = ["two"]  # a fixture
SignIn = Callable[[Page, Any], Page]


def photo(page: Page, colour: str = "#276", side: int = 400) -> dict[str, Any]:
    """A photo, drawn by the browser itself."""
    drawn = page.evaluate(
        "([colour, side]) => { const c = document.createElement('canvas'); c.width = c.height = side; const p = c.getContext('2d');"
        " p.fillStyle = colour; p.fillRect(0, 0, side, side); return c.toDataURL('image/jpeg', .8).split(',')[1]; }",
        [colour, side],
    )
    return {"name": "闸门.jpg", "mimeType": "image/jpeg", "buffer": base64.b64decode(drawn)}


def test_photos_go_out_with_their_words(two):
    hers, his, *_ = two
    hers.locator("#composer input[type=file]").set_input_files([photo(hers), photo(hers, "#a52")])
    expect(hers.locator(".tray figure[data-state=ready]")).to_have_count(2)
    write(hers, "闸门的样子")
    for page in (hers, his):
        expect(said(page, "闸门的样子").locator("[data-photo] img")).to_have_count(2)
    expect(hers.locator(".tray")).to_be_hidden()
    his.locator("[data-photo]").first.click()
    large = his.locator("dialog.viewer img")
    expect(large).to_be_visible()
    first = large.get_attribute("src")
    his.keyboard.press("ArrowRight")
    expect(large).not_to_have_attribute("src", str(first))
    his.keyboard.press("Escape")
    expect(his.locator("dialog.viewer")).to_have_count(0)


def test_a_pasted_photo_lies_in_the_tray(two):
    hers, _his, *_ = two
    data = base64.b64encode(photo(hers)["buffer"]).decode()
    hers.evaluate(
        "(data) => { const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0)); const carried = new DataTransfer();"
        " carried.items.add(new File([bytes], 'image.jpg', { type: 'image/jpeg' }));"
        " const pasted = new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true });"
        " document.getElementById('say').dispatchEvent(pasted); }",
        data,
    )
    expect(hers.locator(".tray figure[data-state=ready]")).to_have_count(1)
    expect(hers.locator("#composer button.send")).to_be_enabled()
    hers.reload()  # what has arrived belongs to the draft
    expect(hers.locator(".tray figure[data-state=ready]")).to_have_count(1)
    hers.locator(".tray figure button").click()
    expect(hers.locator(".tray")).to_be_hidden()


def test_a_file_that_is_not_taken_says_so(two, complaints):
    complaints.expect("422", "413", "400")
    hers, _his, *_ = two
    hers.locator("#composer input[type=file]").set_input_files({"name": "坏了.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"})
    expect(hers.locator("#toasts .toast")).to_be_visible()
    expect(hers.locator(".tray figure")).to_have_count(0)


def test_urgent_words_carry_their_reason(two):
    hers, his, *_ = two
    hers.locator("#composer .plus summary").click()
    hers.locator("[data-act=urgent]").click()
    hers.locator("dialog input").fill("堤上渗水")
    hers.keyboard.press("Enter")
    expect(hers.locator("#reading [data-extra=urgent_mark]")).to_contain_text("堤上渗水")
    write(hers, "请各组马上到位")
    expect(said(his, "请各组马上到位")).to_have_class(re.compile(r"\burgent\b"))
    expect(said(his, "请各组马上到位").locator(".urgent-mark")).to_contain_text("堤上渗水")
    expect(hers.locator("#reading [data-extra]")).to_have_count(0)


def test_where_i_am_goes_out_with_a_name(a_browser: Callable[..., BrowserContext], sign_in_as: SignIn):
    zhou = a_person()
    group = a_group("巡查群", owner=zhou)
    browser = a_browser(**PHONE, geolocation={"latitude": 26.123456, "longitude": 119.5}, permissions=["geolocation"])
    page = opened(sign_in_as(browser.new_page(), zhou), group)
    page.locator("#composer .plus summary").click()
    page.locator("[data-act=place]").click()
    page.locator("dialog input").fill("三号闸")
    page.keyboard.press("Enter")
    page.locator("#composer button.send").click()
    expect(page.locator("#talk .msg .file")).to_contain_text("三号闸")


def test_a_long_press_opens_what_can_be_done(two):
    hers, _his, *_ = two
    box = hers.locator("#m1 .bubble").bounding_box()
    assert box
    devtools = hers.context.new_cdp_session(hers)
    touch = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [touch]})
    expect(hers.locator(".msg-menu")).to_be_visible()
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(hers.locator(".msg-menu")).to_be_visible()
    hers.locator(".msg-menu [data-does=pin]").click()
    expect(hers.locator("#m1")).to_have_attribute("data-pinned", "")


def test_what_is_pinned_stands_at_the_top_for_who_is_looking_and_goes_when_it_is_taken_back(two):
    hers, his, *_ = two
    write(hers, "八点半在水厂门口集合")
    message = said(his, "八点半在水厂门口集合")
    expect(message).to_be_visible()
    expect(his.locator(".pins")).to_be_hidden()
    said(hers, "八点半在水厂门口集合").focus()
    hers.keyboard.press("Enter")
    hers.locator(".msg-menu [data-does=pin]").click()
    expect(his.locator(".pins summary")).to_contain_text("陈望舒：八点半在水厂门口集合")
    said(hers, "八点半在水厂门口集合").focus()
    hers.keyboard.press("Enter")
    hers.locator(".msg-menu [data-does=recall]").click()
    hers.locator("dialog .btn.red").click()
    expect(his.locator("#talk .msg.recalled")).to_have_count(1)
    expect(his.locator(".pins")).to_be_hidden()


def test_a_quote_leads_to_words_that_are_no_longer_on_the_page(phone, sign_in_as):
    chen = a_person()
    group = a_group("老群", owner=chen)
    for n in range(1, 200):
        say(group, chen, f"旧话第{n}句")
    say(group, chen, "接着说开头的事", reply_to=3)
    opened(sign_in_as(phone, chen), group)
    phone.locator("#m200 a.quote").click()
    expect(phone.locator("#m3")).to_be_in_viewport()
    expect(phone.locator("#m3")).to_be_focused()
    write(phone, "从这里说一句")
    expect(said(phone, "从这里说一句")).to_be_in_viewport()


def test_a_day_can_be_gone_to(phone, sign_in_as):
    from datetime import timedelta

    from django.utils import timezone

    chen = a_person()
    group = a_group("老群", owner=chen)
    day = timezone.localtime() - timedelta(days=40)
    for n in range(1, 60):
        say(group, chen, f"那天之前第{n}句", at=day - timedelta(days=5))
    say(group, chen, "那天的第一句", at=day)
    for n in range(1, 60):
        say(group, chen, f"今天第{n}句")
    sign_in_as(phone, chen).goto(f"/groups/{group.pk}?on={day:%Y-%m-%d}")
    expect(said(phone, "那天的第一句")).to_be_in_viewport()


def test_what_was_taken_back_meanwhile_is_gone_when_the_network_is_back(two, complaints):
    from huiyin.groups.actions import recall_message

    complaints.expect(*OFFLINE)
    _hers, his, group, chen, _zhou = two
    wrong = say(group, chen, "说错了的一句")
    expect(said(his, "说错了的一句")).to_have_count(1)
    his.context.set_offline(True)
    expect(his.locator("#offline")).to_be_visible()
    recall_message(wrong, chen)
    say(group, chen, "改正的一句")
    his.context.set_offline(False)
    expect(said(his, "改正的一句")).to_have_count(1)
    expect(his.locator("#m2")).to_have_class(re.compile("recalled"))
    expect(said(his, "说错了的一句")).to_have_count(0)
    expect(his.locator("#offline")).to_be_hidden()


def test_the_power_is_cut_while_people_talk(two, served, complaints):
    """What was written to a server that is not there waits, and goes out once when it is."""
    complaints.expect("Failed to load resource")
    hers, his, *_ = two
    served.stop(signal.SIGKILL)
    try:
        write(his, "停电时写的一句")
        expect(his.locator("#outbox .unsent")).to_have_count(1)
        expect(hers.locator("#offline")).to_be_visible()
    finally:
        served.start()
    expect(said(hers, "停电时写的一句")).to_have_count(1, timeout=20_000)
    expect(his.locator("#outbox .unsent")).to_have_count(0)
    expect(said(his, "停电时写的一句")).to_have_count(1)
    for page in (hers, his):
        expect(page.locator("#offline")).to_be_hidden()


def test_who_is_signed_out_is_told_and_keeps_what_was_written(two, complaints):
    from huiyin.people.actions.devices import end_all_devices

    complaints.expect("401")
    _hers, his, _group, _chen, zhou = two
    his.locator("#say").fill("写到一半")
    end_all_devices(zhou, zhou)
    expect(his.locator("#toasts [data-key=signed-out]")).to_be_visible()
    write(his, "写到一半，还是发了")
    expect(his.locator("#outbox .unsent")).to_contain_text("还是发了")


def test_the_words_one_answers_with_are_not_the_quote(two):
    """What is quoted in an answer to an answer is the answer alone."""
    hers, _his, group, chen, _zhou = two
    say(group, chen, "第二层的话", reply_to=1)
    expect(said(hers, "第二层的话")).to_have_count(1)
    hers.locator("#m2").focus()
    hers.keyboard.press("Enter")
    hers.locator(".msg-menu [data-does=reply]").click()
    expect(hers.locator("#reading [data-extra=quote]")).to_contain_text("第二层的话")
    expect(hers.locator("#reading [data-extra=quote]")).not_to_contain_text("今晚八点前恢复供水")
    hers.locator("#reading [data-extra=quote] button").click()
    expect(hers.locator("#reading [data-extra]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(scheme, a_browser, sign_in_as, axe):
    chen, zhou = a_person(), a_person("周建国")
    group = a_group("值班群", owner=chen, members=[zhou])
    say(group, zhou, "一句")
    say(group, chen, "@周建国 两句")
    page = opened(sign_in_as(a_browser(**PHONE, color_scheme=scheme).new_page(), chen), group)
    assert axe(page) == []
    page.locator("#say").press_sequentially("@")
    expect(page.locator("#mention-picker")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.locator("#m1").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".msg-menu")).to_be_visible()
    assert axe(page) == []
    page.locator(".msg-menu [data-does=reply]").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")
