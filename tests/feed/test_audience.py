"""A repost is never seen by more people than every moment on its path allows."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere
from huiyin.feed import actions, rules
from huiyin.feed.models import Moment
from huiyin.feed.queries.square import square
from huiyin.groups.actions import remove_member
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """Two offices under a county, an official in each, a resident, a stranger to all."""
    county = a_unit()
    east, west = a_unit(parent=county), a_unit(parent=county)
    chen, zhou, lin = a_person("陈望舒"), a_person("周小满"), a_person("林见山")
    a_holding(chen, a_post(unit=east))
    a_holding(zhou, a_post(unit=west))
    a_holding(lin, a_post("副主任", unit=east))
    return {"county": county, "east": east, "west": west, "chen": chen, "zhou": zhou, "lin": lin, "resident": a_person(kind="resident")}


def sees(person, moment):
    """Whether every way to a moment agrees that a person sees it; and does so."""
    moment.refresh_from_db()
    seen = rules.may_see(person, moment)
    assert Moment.objects.filter(rules.visible_to(person), pk=moment.pk).exists() == seen
    return seen


def test_a_public_moment_is_read_by_a_stranger_and_one_for_everyone_is_not(county):
    public = actions.publish(county["chen"], "鱼", audience="public")
    inside = actions.publish(county["chen"], "鱼", audience="everyone")
    assert sees(None, public) and not sees(None, inside) and sees(county["resident"], inside)
    assert Client().get(f"/moments/{public.pk}").status_code == 200
    assert Client().get(f"/moments/{inside.pk}").status_code == 404


def test_a_repost_reaches_nobody_whom_the_original_does_not(county):
    group = a_group(owner=county["chen"], members=[county["zhou"]])
    root = actions.publish(county["chen"], "只在群里", audience="group", group=group.pk)
    again = actions.repost(root, county["zhou"], "看看", audience="everyone")
    third = actions.repost(again, county["chen"], "再转", audience="public")
    for one in (root, again, third):
        assert sees(county["zhou"], one) and not sees(county["lin"], one) and not sees(None, one)
    assert third.pk not in {one.pk for one in square(county["lin"])}


def test_two_narrow_links_let_through_only_who_passes_both(county):
    group = a_group(owner=county["chen"], members=[county["zhou"], county["lin"]])
    root = actions.publish(county["chen"], "群里", audience="group", group=group.pk)
    east = actions.repost(root, county["lin"], "东边的", audience="unit", unit=county["east"].pk)
    assert sees(county["chen"], east) and sees(county["lin"], east)
    assert not sees(county["zhou"], east)


def test_who_leaves_the_group_sees_neither_original_nor_repost_any_more(county):
    group = a_group(owner=county["chen"], members=[county["zhou"], county["lin"]])
    root = actions.publish(county["chen"], "群里", audience="group", group=group.pk)
    again = actions.repost(root, county["lin"], audience="everyone")
    assert sees(county["zhou"], again)
    remove_member(group, county["zhou"], by=county["chen"])
    assert not sees(county["zhou"], root) and not sees(county["zhou"], again)


def test_reposts_follow_when_the_audience_changes_both_ways(county):
    root = actions.publish(county["chen"], "公开", audience="public")
    again = actions.repost(root, county["zhou"], audience="public")
    third = actions.repost(again, county["lin"], audience="everyone")
    actions.change_audience(root, county["chen"], "people", people=[county["lin"].pk])
    assert not sees(None, again) and not sees(county["resident"], third) and sees(county["lin"], third)
    actions.change_audience(root, county["chen"], "public")
    assert sees(None, again) and not sees(None, third) and sees(county["resident"], third)


def test_who_may_not_see_cannot_repost_comment_like_or_share(county):
    root = actions.publish(county["chen"], "给林", audience="people", people=[county["lin"].pk])
    for act in (
        lambda: actions.repost(root, county["zhou"]), lambda: actions.comment(root, county["zhou"], "?"),
        lambda: actions.like(root, county["zhou"]), lambda: actions.share(root, county["zhou"]),
        lambda: actions.flag(root, county["zhou"], "false"),
    ):  # fmt: skip
        with pytest.raises(NotThere):
            act()


def test_a_resident_is_public_only_by_a_consent_for_that_moment_and_a_minor_never(county):
    with pytest.raises(Invalid) as refused:
        actions.publish(county["resident"], "我家的茶", audience="public")
    assert refused.value.field == "consent"
    said = actions.publish(county["resident"], "我家的茶", audience="public", consent=True)
    assert said.consented_at is not None and sees(None, said)
    child = a_person(kind="resident", is_minor=True, guardian=county["resident"])
    with pytest.raises(NotAllowed):
        actions.publish(child, "我的画", audience="public", consent=True)


def test_a_code_widens_no_audience(county):
    moment = actions.publish(county["chen"], "机密的鱼", audience="everyone")
    code = actions.share(moment, county["zhou"]).code
    closed, unknown = Client().get(f"/m/{code}"), Client().get("/m/22222222")
    assert closed.status_code == unknown.status_code == 404
    assert "机密的鱼" not in closed.content.decode()
    actions.change_audience(moment, county["chen"], "public")
    assert "机密的鱼" in Client().get(f"/m/{code}").content.decode()


def test_a_key_publishes_once_and_something_else_under_it_is_refused(county):
    first = actions.publish_once(actions.Draft(county["chen"], "一次", key="k1"))
    again = actions.publish_once(actions.Draft(county["chen"], "一次", key="k1"))
    assert again.again and again.moment.pk == first.moment.pk and again.code == first.code
    with pytest.raises(KeyUsed):
        actions.publish_once(actions.Draft(county["chen"], "两次", key="k1"))


def test_what_is_deleted_leaves_a_tombstone_and_its_reposts_do_not_show_it(county):
    root = actions.publish(county["chen"], "要删的", audience="everyone")
    again = actions.repost(root, county["zhou"], "转")
    actions.delete_moment(root, county["chen"])
    browser = Client()
    browser.cookies["huiyin"] = a_session(county["lin"])
    page = browser.get(f"/moments/{again.pk}").content.decode()
    assert "要删的" not in page and "转" in page
    assert "要删的" not in browser.get(f"/moments/{root.pk}").content.decode()


AUDIENCES = st.sampled_from(["everyone", "unit", "group", "people", "public"])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.lists(AUDIENCES, min_size=1, max_size=5), changes=st.lists(st.tuples(st.integers(0, 4), AUDIENCES), max_size=3))
def test_along_any_path_a_reader_passes_every_link(db, path, changes):
    unit = a_unit()
    inside, other, reader = a_person(), a_person(), a_person()
    for person in (inside, other):
        a_holding(person, a_post(f"职务{person.pk}", unit=unit))
    group = a_group(owner=inside, members=[reader])
    chosen = {"unit": {"unit": unit.pk}, "group": {"group": group.pk}, "people": {"people": [reader.pk, other.pk]}}
    chain: list[Moment] = []
    for audience in path:
        by = inside
        if chain:
            chain.append(actions.repost(chain[-1], by, audience=audience, **chosen.get(audience, {})))
        else:
            chain.append(actions.publish(by, "起", audience=audience, **chosen.get(audience, {})))
    said = list(path)
    for at, audience in changes:
        if at < len(chain):
            actions.change_audience(chain[at], inside, audience, **chosen.get(audience, {}))
            said[at] = audience
    admits = {
        "everyone": {reader, other}, "public": {reader, other, None}, "unit": {other}, "group": {reader}, "people": {reader, other},
    }  # fmt: skip
    for n, moment in enumerate(chain):
        for person in (reader, other, None):
            assert sees(person, moment) == all(person in admits[one] for one in said[: n + 1]), (said, n, person)


def test_search_finds_by_words_and_by_the_title_of_a_link_only_what_one_may_see(county):
    from huiyin.core.search import Asked
    from huiyin.feed.search import SEARCHES

    said = actions.publish(county["chen"], "看这篇", link={"url": "https://paper.example/a", "title": "水库边的鮰鱼"})
    secret = actions.publish(county["chen"], "鮰鱼的底价", audience="people", people=[county["lin"].pk])
    find = SEARCHES[0].find
    assert [one.pk for one in find(county["zhou"], Asked("鮰鱼", 1, {}), 6).shown] == [said.pk]
    assert [one.pk for one in find(county["lin"], Asked("鮰鱼", 1, {}), 6).shown] == [secret.pk, said.pk]


def test_who_is_asked_to_study_finds_it_on_today_and_a_word_of_a_secret_moment_stays_out_of_a_group(county):
    from datetime import timedelta

    from django.utils import timezone

    from huiyin.feed.models import Study
    from huiyin.groups.models import Message

    moment = actions.publish(county["chen"], "乡村教师支持计划", audience="people", people=[county["zhou"].pk])
    actions.ask_to_study(moment, county["chen"], [county["zhou"].pk], timezone.now() + timedelta(days=2))
    browser = Client()
    browser.cookies["huiyin"] = a_session(county["zhou"])
    assert "乡村教师支持计划" in browser.get("/today").content.decode()
    asks = Client()
    asks.cookies["huiyin"] = a_session(county["chen"])
    day = timezone.localdate() + timedelta(days=9)
    asks.post(f"/moments/{moment.pk}/study", {"names": county["zhou"].name, "notes_by": f"{day:%Y-%m-%d}", "key": "a1"})
    assert timezone.localdate(Study.objects.latest("pk").notes_by) == day  # midnight would be read as the day after
    group = a_group(owner=county["zhou"], members=[county["lin"]])
    browser.post(f"/moments/{moment.pk}/share", {"group": group.pk, "words": "看看", "key": "s1"})
    told = Message.objects.get(group=group, author=county["zhou"]).text
    assert told.startswith("看看") and "/m/" in told and "教师" not in told


def test_everybody_who_reported_is_told_what_the_moderators_decided(county):
    from huiyin.notices.models import Notice
    from huiyin.people.models import Administrator

    moment = actions.publish(county["chen"], "不该在这里的话", audience="everyone")
    flags = [actions.flag(moment, county[name], "other") for name in ("zhou", "lin")]
    moderator = Administrator.objects.create(person=a_person(), role=Administrator.Role.SECURITY).person
    actions.decide(flags[0], moderator, True)
    told = Notice.objects.filter(kind="moment.upheld").values_list("person", flat=True)
    assert set(told) == {county["zhou"].pk, county["lin"].pk}
    browser = Client()
    browser.cookies["huiyin"] = a_session(county["lin"])
    page = browser.get("/me/notices").content.decode()
    assert "不该在这里的话" not in page and ("taken down" in page or "撤下" in page)
    actions.decide(flags[0], moderator, False)
    assert Notice.objects.filter(kind="moment.decided").count() == 2
