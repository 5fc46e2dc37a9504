"""What somebody who reads the code would try: each was open once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from huiyin.core.errors import Invalid, TooMuch
from huiyin.feed import actions, rules
from huiyin.feed.actions.accounts import open_account
from huiyin.feed.queries.comments import comments_of
from huiyin.people.actions.organisation import leave_post
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit

pytestmark = pytest.mark.django_db


def test_nobody_learns_a_residents_name_by_naming_numbers():
    resident, hidden = a_person(kind="resident"), a_person("何未央", kind="resident")
    with pytest.raises(Invalid) as refused:
        actions.publish(resident, "给谁看", audience="people", people=[hidden.pk])
    with pytest.raises(Invalid) as nobody:
        actions.publish(resident, "给谁看", audience="people", people=[999_999])
    assert str(refused.value) == str(nobody.value) and refused.value.field == "people"


def test_a_comment_in_a_small_circle_is_not_shown_to_all_when_the_moment_is():
    chen, zhou, lin = a_person(), a_person(), a_person()
    a_holding(chen)
    group = a_group(owner=chen, members=[zhou, lin])
    moment = actions.publish(chen, "先在群里说", audience="group", group=group.pk)
    actions.comment(moment, zhou, "我家底价八块")
    assert len(comments_of(moment, lin)) == 1
    moment = actions.change_audience(moment, chen, "public")
    actions.comment(moment, zhou, "公开说：好鱼")
    assert [one.text for one in comments_of(moment, None)] == ["公开说：好鱼"]
    assert [one.text for one in comments_of(moment, a_person())] == ["公开说：好鱼"]
    assert len(comments_of(moment, chen)) == len(comments_of(moment, zhou)) == 2
    assert "八块" not in Client().get(f"/moments/{moment.pk}").content.decode()


def test_deleted_comments_hide_none_that_come_after():
    chen = a_person()
    moment = actions.publish(chen, "看")
    first = [actions.comment(moment, chen, f"第{n}句").comment for n in range(3)]
    last = actions.comment(moment, chen, "最后").comment
    for one in first:
        actions.delete_comment(one, chen)
    assert [one.pk for one in comments_of(moment, chen, 0, 2)] == [last.pk]


def test_who_has_left_the_post_reads_the_accounts_inner_words_no_more():
    unit = a_unit()
    writer = a_person()
    holding = a_holding(writer, a_post(unit=unit), since=timezone.localdate() - timedelta(days=9))
    account = open_account(unit, writer, "水产局")
    inside = actions.publish(writer, "只给本单位", audience="unit", unit=unit.pk, account=account.pk)
    assert rules.may_see(writer, inside)
    leave_post(holding, timezone.localdate() - timedelta(days=1))
    assert not rules.may_see(writer, inside)


def test_circles_within_circles_come_to_an_end():
    cache.clear()
    chen = a_person()
    moment = actions.publish(chen, "传", audience="people", people=[a_person().pk])
    with pytest.raises(TooMuch):
        for _n in range(25):
            moment = actions.repost(moment, chen, audience="people", people=[a_person().pk])


def test_a_topic_of_control_characters_is_not_there():
    browser = Client()
    browser.cookies["huiyin"] = a_session(a_person())
    assert browser.get("/square/topics/%01").status_code == 404
    assert Client().get("/square/topics/%01.atom").status_code == 404


def test_a_deleted_moment_deleted_once_more_stays_deleted():
    chen = a_person()
    moment = actions.publish(chen, "删")
    actions.delete_moment(moment, chen)
    assert actions.delete_moment(moment, chen).gone


def test_a_comments_name_leads_to_its_author_where_the_reader_may_see_them(client_for):
    official, said_by, stranger, neighbour = a_person(), *(a_person(kind="resident") for _ in range(3))
    moment = actions.publish(official, "鱼上来了")
    actions.comment(moment, said_by, "多少斤？")
    a_group(members=[said_by, neighbour])
    link = f"/people/{said_by.pk}/moments"
    for reader, sees in ((official, True), (said_by, True), (neighbour, True), (stranger, False)):
        page = client_for(reader).get(f"/moments/{moment.pk}").content.decode()
        assert said_by.name in page and (link in page) == sees
        assert (client_for(reader).get(link).status_code == 200) == sees


def test_a_moments_name_leads_to_its_author_where_the_reader_may_see_them(client_for):
    resident, neighbour, stranger = (a_person(kind="resident") for _ in range(3))
    actions.publish(resident, "我家的鱼也上来了", consent=True)
    a_group(members=[resident, neighbour])
    link = f'href="/people/{resident.pk}/moments"'
    for reader, sees in ((a_person(), True), (resident, True), (neighbour, True), (stranger, False)):
        page = client_for(reader).get("/square").content.decode()
        assert resident.name in page and (link in page) == sees
