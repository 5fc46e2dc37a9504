"""Two phones talk: what one writes the other sees; without network nothing is lost and nothing comes twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.factories import a_group, a_person, say

OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_INCOMPLETE_CHUNKED")
FIRST_SEEN = """() => {
  const top = document.querySelector(".scroll").getBoundingClientRect().top;
  const one = [...document.querySelectorAll("#talk > .msg")].find((m) => m.getBoundingClientRect().bottom > top);
  return [one.id, Math.round(one.getBoundingClientRect().top)];
}"""  # the first message that can be seen, and where it stands
SignIn = Callable[[Page, Any], Page]


def opened(page: Page, group: Any, more: str = "") -> Page:
    """Opens a conversation and waits until it is connected."""
    with page.expect_response(lambda answer: "/live?" in answer.url):
        page.goto(f"/groups/{group.pk}{more}")
    return page


def write(page: Page, text: str) -> None:
    """Writes and sends, as a thumb does."""
    page.locator("#say").fill(text)
    page.locator("#composer button.send").click()


def said(page: Page, text: str) -> Any:
    """The bubbles of stored messages with exactly these words."""
    return page.locator("#talk .msg").filter(has_text=text)


def numbers(page: Page) -> list[int]:
    """The numbers of the messages on the page, from above."""
    return page.eval_on_selector_all("#talk > .msg", "all => all.map(one => Number(one.dataset.n))")


@pytest.fixture
def two(phone: Page, second_phone: Page, sign_in_as: SignIn) -> tuple[Page, Page, Any, Any, Any]:
    """Two people in one group, each with a phone: (hers, his, group, her, him)."""
    chen, zhou = a_person("陈望舒"), a_person("周建国")
    group = a_group("供水抢修群", owner=chen, members=[zhou])
    say(group, chen, "今晚八点前恢复供水")
    return opened(sign_in_as(phone, chen), group), opened(sign_in_as(second_phone, zhou), group), group, chen, zhou


@pytest.fixture
def bad_way(a_browser: Callable[..., Any], sign_in_as: SignIn) -> Callable[[Any], Page]:
    """Opens a page whose requests a test can spoil: without the worker, past which they could not be caught."""

    def bad_way(person: Any) -> Page:
        return sign_in_as(a_browser(**PHONE, service_workers="block").new_page(), person)

    return bad_way


def test_two_phones_talk(two):
    hers, his, *_ = two
    write(hers, "三组来水了吗")
    expect(said(his, "三组来水了吗")).to_have_count(1)
    expect(said(his, "三组来水了吗")).not_to_have_class(re.compile("mine"))
    write(his, "来了，水压正常")
    expect(said(hers, "来了，水压正常")).to_have_count(1)
    expect(said(his, "来了，水压正常")).to_have_class(re.compile(r"\bmine\b"))
    expect(hers.locator("#say")).to_have_value("")
    expect(hers.locator("#outbox .msg")).to_have_count(0)
    assert numbers(hers) == numbers(his) == [1, 2, 3]


def test_what_is_written_without_network_goes_out_once_and_in_order(two, complaints):
    complaints.expect(*OFFLINE)
    hers, his, *_ = two
    his.context.set_offline(True)
    expect(his.locator("#offline")).to_be_visible()
    write(his, "第一句：堤上有人")
    write(his, "第二句：已经撤下来了")
    expect(his.locator("#outbox .unsent")).to_have_count(2)
    write(hers, "这时她也说了一句")
    his.context.set_offline(False)
    expect(said(hers, "第二句")).to_have_count(1)
    expect(his.locator("#outbox .unsent")).to_have_count(0)
    expect(said(his, "这时她也说了一句")).to_have_count(1)
    for page in (hers, his):
        expect(said(page, "第一句")).to_have_count(1)
        assert numbers(page) == [1, 2, 3, 4]
        assert [t for t in page.locator("#talk .bubble").all_inner_texts() if "句：" in t] == ["第一句：堤上有人", "第二句：已经撤下来了"]


def test_drafts_and_unsent_words_survive_a_reload(two, bad_way, complaints):
    complaints.expect("503")
    hers, _his, group, _chen, zhou = two
    his = opened(bad_way(zhou), group)

    def in_trouble(route: Any) -> None:
        if route.request.method == "POST":
            route.fulfill(status=503)
        else:
            route.continue_()

    his.route(f"**/groups/{group.pk}/messages", in_trouble)
    write(his, "还没有发出去的话")
    expect(his.locator("#outbox .unsent")).to_have_count(1)
    his.locator("#say").fill("写了一半的草稿")
    his.reload()
    expect(his.locator("#say")).to_have_value("写了一半的草稿")
    expect(his.locator("#outbox .unsent")).to_contain_text("还没有发出去的话")
    his.unroute_all()
    his.reload()
    expect(said(his, "还没有发出去的话")).to_have_count(1)
    expect(said(hers, "还没有发出去的话")).to_have_count(1)
    expect(his.locator("#say")).to_have_value("写了一半的草稿")


def test_the_answer_that_got_lost_does_not_send_twice(two, bad_way, complaints):
    complaints.expect("ERR_FAILED")
    hers, _his, group, _chen, zhou = two
    his, lost = opened(bad_way(zhou), group), []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)  # the server has stored it, but the phone does not hear so
            route.abort()
        else:
            route.continue_()

    his.route(f"**/groups/{group.pk}/messages", lose)
    write(his, "只说一次")
    expect(said(hers, "只说一次")).to_have_count(1)
    expect(his.locator("#outbox .unsent")).to_have_count(0)
    write(his, "再说一句")
    expect(said(hers, "再说一句")).to_have_count(1)
    assert lost == [201]
    assert numbers(hers) == numbers(his) == [1, 2, 3]


def test_words_that_are_too_many_stay_where_they_were_written(two):
    hers, _his, *_ = two
    long = "水" * 5001
    write(hers, long)
    expect(hers.locator("#reading .notice")).to_contain_text("5001")
    expect(hers.locator("#say")).to_have_value(long)
    assert numbers(hers) == [1]


def test_what_the_server_refuses_comes_back_with_its_words(two, complaints):
    from huiyin.groups.actions import silence

    complaints.expect("403")
    _hers, his, group, chen, zhou = two
    silence(group, zhou, by=chen)
    write(his, "我还想说")
    expect(his.locator("#say")).to_have_value("我还想说")
    expect(his.locator("#reading .notice")).not_to_be_empty()
    expect(his.locator("#outbox .unsent")).to_have_count(0)


def test_who_was_removed_hears_nothing_more(two, complaints):
    from huiyin.groups.actions import remove_member

    complaints.expect("404")  # the page may ask once more for what it no longer may see
    hers, his, group, chen, zhou = two
    remove_member(group, zhou, by=chen)
    expect(his.locator(".foot .composer-note")).to_be_visible()
    expect(his.locator("#composer")).to_have_count(0)
    write(hers, "这句他听不到")
    expect(said(hers, "这句他听不到")).to_have_count(1)
    assert "这句他听不到" not in his.content()


def test_what_was_taken_back_is_taken_back_everywhere(two):
    hers, his, *_ = two
    write(hers, "写错群了")
    expect(said(his, "写错群了")).to_have_count(1)
    message = said(hers, "写错群了")
    message.focus()
    hers.keyboard.press("Enter")
    hers.locator(".msg-menu [data-does=recall]").click()
    hers.locator("dialog .btn.red").click()
    for page in (hers, his):
        expect(page.locator("#talk .msg.recalled")).to_have_count(1)
        expect(said(page, "写错群了")).to_have_count(0)
        assert numbers(page) == [1, 2]


def test_the_line_of_readers_moves(two):
    hers, his, *_ = two
    his.goto("/messages")
    write(hers, "请各组确认收到")
    seen = said(hers, "请各组确认收到").locator(".seen")
    expect(seen).to_have_text(re.compile("0.*1"))
    his.locator(".list .row").first.click()
    expect(said(his, "请各组确认收到")).to_have_count(1)
    expect(seen).not_to_have_text(re.compile("0.*1"))


def test_the_page_opens_where_reading_stopped(phone, sign_in_as):
    chen, zhou = a_person(), a_person()
    group = a_group("值班群", owner=chen, members=[zhou])
    for n in range(1, 21):
        say(group, zhou, f"读过的第{n}句")
    from huiyin.groups.actions import mark_read

    mark_read(group, chen, 20)
    for n in range(1, 101):
        say(group, zhou, f"新的第{n}句")
    opened(sign_in_as(phone, chen), group)
    expect(phone.locator("#talk .new-line")).to_be_in_viewport()
    expect(said(phone, "新的第1句").first).to_be_in_viewport()
    phone.locator(".foot .jump").click()
    expect(said(phone, "新的第100句")).to_be_in_viewport()
    assert numbers(phone)[-1] == 120


def test_the_way_to_the_first_unread_is_offered(phone, sign_in_as):
    chen, zhou = a_person(), a_person()
    group = a_group("值班群", owner=chen, members=[zhou])
    for n in range(1, 26):
        say(group, zhou, f"第{n}句，说得长一些，好让它在手机上占去不少地方")
    opened(sign_in_as(phone, chen), group)
    expect(said(phone, "第25句")).to_be_in_viewport()
    phone.locator("[data-jump-unread]").click()
    expect(phone.locator("#talk .new-line")).to_be_in_viewport()


def test_four_hundred_messages_up_and_down_without_gaps(phone, sign_in_as):
    chen = a_person()
    group = a_group("老群", owner=chen)
    for n in range(1, 401):
        say(group, chen, f"旧话第{n}句")
    opened(sign_in_as(phone, chen), group)
    expect(said(phone, "旧话第400句")).to_be_in_viewport()
    seen: set[int] = set(numbers(phone))
    up = "() => { const s = document.querySelector('.scroll'); s.scrollTop = 0; }"
    down = "() => { const s = document.querySelector('.scroll'); s.scrollTop = s.scrollHeight; }"
    for move, end in ((up, 1), (down, 400)):
        for _ in range(12):
            now = numbers(phone)
            assert now == list(range(now[0], now[-1] + 1))
            assert len(now) <= 300
            seen.update(now)
            if end in now:
                break
            edge = now[0] if end == 1 else now[-1]
            phone.evaluate(move)
            phone.wait_for_function(
                "([end, edge]) => { const all = document.querySelectorAll('#talk > .msg');"
                " return Number(all[end === 1 ? 0 : all.length - 1].dataset.n) !== edge }",
                arg=[end, edge],
            )
        expect(phone.locator(f"#m{end}")).to_have_count(1)
    assert seen == set(range(1, 401))


def test_what_is_read_does_not_jump_when_older_words_come(phone, sign_in_as):
    chen = a_person()
    group = a_group("老群", owner=chen)
    for n in range(1, 121):
        say(group, chen, f"旧话第{n}句")
    opened(sign_in_as(phone, chen), group)
    expect(phone.locator("#m120")).to_be_in_viewport()
    phone.evaluate("() => { document.querySelector('.scroll').scrollTop = 300; }")
    before = phone.evaluate(FIRST_SEEN)
    expect(phone.locator("#m21")).to_have_count(1)
    after = phone.evaluate(FIRST_SEEN)
    assert before[0] == after[0]
    assert abs(before[1] - after[1]) <= 2


def test_somebody_is_named_by_the_sound_of_their_name(two):
    hers, his, *_ = two
    hers.locator("#say").press_sequentially("请@zjg")
    option = hers.locator("#mention-picker [role=option]").first
    expect(option).to_contain_text("周建国")
    hers.keyboard.press("Enter")
    expect(hers.locator("#say")).to_have_value("请@周建国 ")
    expect(hers.locator("#mention-picker")).to_be_hidden()
    hers.locator("#say").press_sequentially("回话")
    hers.locator("#composer button.send").click()
    expect(his.locator("#talk .at.me")).to_have_text("@周建国")
    expect(hers.locator("#talk .at")).not_to_have_class(re.compile("me"))


def test_by_keyboard_alone(desk, sign_in_as):
    chen, zhou = a_person(), a_person()
    group = a_group("值班群", owner=chen, members=[zhou])
    say(group, zhou, "先说的一句")
    say(group, zhou, "后说的一句")
    opened(sign_in_as(desk, chen), group)
    desk.locator("#talk .msg[tabindex='0']").focus()
    expect(said(desk, "后说的一句")).to_be_focused()
    desk.keyboard.press("ArrowUp")
    expect(said(desk, "先说的一句")).to_be_focused()
    desk.keyboard.press("Shift+F10")
    expect(desk.locator(".msg-menu [role=menuitem]").first).to_be_focused()
    desk.keyboard.press("Escape")
    expect(said(desk, "先说的一句")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".msg-menu [data-does=reply]")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#say")).to_be_focused()
    expect(desk.locator("#reading .quote")).to_contain_text("先说的一句")
    desk.keyboard.type("收到")
    desk.keyboard.press("Enter")
    answer = desk.locator("#talk .msg.mine")
    expect(answer.locator(".quote")).to_contain_text("先说的一句")
    expect(answer).to_contain_text("收到")
    answer.locator("a.quote").click()
    expect(said(desk, "先说的一句").first).to_be_focused()


def test_the_list_follows_what_is_said(phone, second_phone, sign_in_as):
    chen, zhou = a_person(), a_person()
    quiet, busy = a_group("不说话的群", owner=chen, members=[zhou]), a_group("说话的群", owner=chen, members=[zhou])
    say(busy, chen, "一句")
    say(quiet, chen, "另一句")
    with phone.expect_response(lambda answer: "/live?" in answer.url):
        sign_in_as(phone, chen).goto("/messages")
    opened(sign_in_as(second_phone, zhou), busy)
    write(second_phone, "看看列表动没动")
    first = phone.locator(".list .row").first
    expect(first).to_contain_text("看看列表动没动")
    expect(first).to_have_attribute("data-unread", "1")
    expect(phone.locator(".tabs [data-unread-total]")).to_have_text("1")
    expect(phone).to_have_title(re.compile(r"^\(1\) "))


def test_the_list_tells_the_time_of_the_county_on_a_device_set_to_another(a_browser, second_phone, sign_in_as):
    chen, zhou = a_person(), a_person()
    group = a_group("夜里说话的群", owner=chen, members=[zhou])
    say(group, chen, "一句")
    far = a_browser(**PHONE, timezone_id="America/Lima").new_page()
    with far.expect_response(lambda answer: "/live?" in answer.url):
        sign_in_as(far, chen).goto("/messages")
    opened(sign_in_as(second_phone, zhou), group)
    write(second_phone, "几点了")
    expect(far.locator(".list .row").first).to_contain_text("几点了")
    told = said(second_phone, "几点了").locator("time").inner_text()
    expect(far.locator(".list .row time").first).to_have_text(told)


def test_two_tabs_share_one_connection(two):
    hers, his, group, *_ = two
    other = hers.context.new_page()
    connections = []
    other.on("request", lambda asked: connections.append(asked.url) if "/live?" in asked.url else None)
    other.goto(f"/groups/{group.pk}")
    write(his, "两个窗口都看得到")
    for page in (hers, other):
        expect(said(page, "两个窗口都看得到")).to_have_count(1)
    assert connections == []
    with other.expect_response(lambda answer: "/live?" in answer.url):
        hers.close()  # the other one takes over where it stopped
    write(his, "关了一个还在听")
    expect(said(other, "关了一个还在听")).to_have_count(1)
    assert numbers(other) == [1, 2, 3]
