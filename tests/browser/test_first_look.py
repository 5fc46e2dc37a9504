"""The first look: a visitor's page, and somebody's messages, on a phone and a desk."""

from __future__ import annotations

import pytest

from tests.factories import a_group, a_person, say

pytestmark = pytest.mark.smoke


def test_a_visitor_is_received(phone, axe):
    answer = phone.goto("/")
    assert answer.status == 200
    assert phone.title()
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert axe(phone) == []


def test_what_was_said_in_my_group_waits_for_me(phone, desk, sign_in_as):
    chen, zhou = a_person(), a_person(kind="resident")
    group = a_group("供水抢修群", owner=chen, members=[zhou])
    say(group, zhou, "三组从昨晚起没有水")
    for page in (phone, desk):
        sign_in_as(page, chen).goto("/messages")
        page.get_by_text("供水抢修群").first.click()
        page.get_by_text("三组从昨晚起没有水").last.wait_for()
        assert f"/groups/{group.pk}" in page.url


def test_who_is_not_a_member_sees_nothing_of_it(phone, sign_in_as, complaints):
    group = a_group("内部协调群")
    complaints.expect("404")
    answer = sign_in_as(phone, a_person(kind="resident")).goto(f"/groups/{group.pk}")
    assert answer.status == 404
    assert "内部协调群" not in phone.content()
