"""Story S9: when a person changes post, everything open goes to the successor in one reviewed step, and both sign."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiyin.core.errors import Invalid, NotAllowed, NotThere, Refused
from huiyin.groups.models import Member
from huiyin.handover.actions import acknowledge_items, give_over, open_handover, take_over
from huiyin.handover.models import Handover
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.locking import lock_person
from huiyin.people.actions.organisation import leave_post, take_post
from huiyin.tasks.actions import Named, Repeats, TaskDraft, accept_report, acknowledge_task, report_done, start_repetition
from huiyin.tasks.models import Task
from huiyin.tasks.participation import part_of
from huiyin.tasks.rules import may_see
from huiyin.worktime.recurrence import Rhythm
from tests.factories import a_holding, a_person, a_post


@pytest.fixture
def changed(lake, monday):
    """The deputy director leaves on Tuesday; somebody else takes the post on Wednesday."""
    person = lake.task(title="写明分片日期", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=None)
    post = lake.task(title="落实存鱼", deadline=None)
    acknowledge_task(person, lake.deputy)
    monday.move_to(monday_of(24))
    leave_post(lake.posts["deputy"].holdings.get(until=None), date(2026, 11, 23), by=None)
    monday.move_to(monday_of(25))
    newcomer = a_person("许新任")
    take_post(lake.posts["deputy"], newcomer, date(2026, 11, 25))
    return lake, newcomer, person, post


def monday_of(day: int):
    from tests.tasks.conftest import MONDAY

    return MONDAY + timedelta(days=day - 23)


def test_everything_open_is_listed_when_the_holder_changes(changed):
    lake, newcomer, person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    assert (handover.leaver, handover.successor) == (lake.deputy, newcomer)
    listed = [(item.kind, item.number) for item in handover.items.all()]
    assert listed == [("leads", person.pk)], "what was given to the post goes with the post by itself"


def test_nobodys_access_lasts_longer_than_the_post(changed):
    lake, newcomer, person, post = changed
    for task in (person, post):
        with pytest.raises(Refused):
            report_done(task, lake.deputy, "我再报一次")
        assert part_of(newcomer, Task.objects.get(pk=task.pk)).lead
    other = lake.task(title="只给相关人", visibility="line", deadline=None, lead=Named(lake.director.pk))
    assert not may_see(part_of(lake.deputy, other), other)


def test_one_step_and_both_sign(changed):
    lake, newcomer, person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    with pytest.raises(Refused):
        take_over(handover, newcomer)  # who leaves signs first
    with pytest.raises(NotThere):
        give_over(handover, lake.fisherman, {})
    with pytest.raises(NotAllowed):
        give_over(handover, newcomer, {})
    give_over(handover, lake.deputy, {}, "冷库钥匙在值班室。")
    person.refresh_from_db()
    lead = person.assignees.get(role="lead", ended_at=None)
    assert lead.person == newcomer and lead.acknowledged_at is None, "who takes over says that they know"
    assert Member.objects.filter(group=lake.group, person=newcomer, left_at=None).exists()
    take_over(handover, newcomer)
    handover.refresh_from_db()
    assert handover.given_by == lake.deputy and handover.taken_at is not None
    assert Entry.objects.filter(stream=person.stream_id, kind="task.handed_over").count() == 1
    with pytest.raises(Refused):
        give_over(handover, lake.deputy, {})
    report_done(person, newcomer, "按日期拆完了")
    accept_report(person, lake.secretary)


def test_where_the_leaver_is_gone_the_superior_hands_over(changed):
    lake, newcomer, _person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    lock_person(lake.deputy, by=None)
    with pytest.raises(NotThere):
        give_over(handover, lake.county_deputy, {})  # two rungs up: not theirs
    assert give_over(handover, lake.director, {}).given_by == lake.director
    take_over(handover, newcomer)


def test_by_the_pages(changed, client_for):
    lake, newcomer, person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    leaver, successor = client_for(lake.deputy), client_for(newcomer)
    assert person.title in leaver.get(f"/handovers/{handover.pk}").content.decode()
    assert client_for(lake.fisherman).get(f"/handovers/{handover.pk}").status_code == 404
    leaver.post(f"/handovers/{handover.pk}", {"words": "都在这里了"})
    page = successor.get(f"/handovers/{handover.pk}").content.decode()
    assert "都在这里了" in page and "接手" in page
    successor.post(f"/handovers/{handover.pk}/take")
    assert "双方已签" in successor.get("/handovers").content.decode()


def test_what_one_would_leave_is_listed_before_leaving(lake, monday, client_for):
    lake.task(title="写明分片日期", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=None)
    client = client_for(lake.secretary)
    answer = client.post("/handovers/begin", {"post": lake.posts["secretary"].pk})
    page = client.get(answer.url).content.decode()
    assert "写明分片日期" in page and lake.group.name in page
    assert "还没有人接" in page


def test_who_leaves_is_told_who_names_the_holder_and_hears_when_somebody_is_named(lake, monday, client_for):
    keeper = a_person("林小满")
    appoint_administrator(keeper, "system")
    post = lake.posts["deputy"]
    lake.task(title="写明分片日期", lead=Named(lake.deputy.pk, post.pk), deadline=None)
    monday.move_to(monday_of(24))
    leave_post(post.holdings.get(until=None), date(2026, 11, 23), by=None)
    handover = Handover.objects.get(post=post)
    client = client_for(lake.deputy)
    assert "林小满" in client.get(f"/handovers/{handover.pk}").content.decode()
    monday.move_to(monday_of(25))
    take_post(post, a_person("许新任"), date(2026, 11, 25))
    notice = Notice.objects.get(person=lake.deputy, kind="handover.named")
    assert client.post(f"/me/notices/{notice.pk}/open")["Location"] == f"/handovers/{handover.pk}"
    assert "林小满" not in client.get(f"/handovers/{handover.pk}").content.decode()


def test_who_stays_after_all_takes_the_list_back_and_nothing_has_moved(lake, monday, client_for):
    task = lake.task(title="写明分片日期", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=None)
    client = client_for(lake.secretary)
    page = client.post("/handovers/begin", {"post": lake.posts["secretary"].pk})["Location"]
    assert f"{page}/cancel" in client.get(page).content.decode()
    assert client_for(lake.county_deputy).post(f"{page}/cancel").status_code in (403, 404)
    assert client.post(f"{page}/cancel")["Location"] == "/handovers"
    assert client.get(page).status_code == 404 and not Handover.objects.exists()
    assert Entry.objects.filter(kind="handover.cancelled").count() == 1
    task.refresh_from_db()
    assert task.issuer == lake.secretary
    again = client.post("/handovers/begin", {"post": lake.posts["secretary"].pk})["Location"]
    assert "写明分片日期" in client.get(again).content.decode()


def test_after_the_post_was_left_the_list_stays(changed, client_for):
    lake = changed[0]
    handover = Handover.objects.get(post=lake.posts["deputy"])
    client = client_for(lake.deputy)
    assert f"/handovers/{handover.pk}/cancel" not in client.get(f"/handovers/{handover.pk}").content.decode()
    assert client.post(f"/handovers/{handover.pk}/cancel").status_code == 409


@pytest.fixture
def third(changed):
    """The same, and a colleague beside the post who may have something of it."""
    lake, newcomer, person, _post = changed
    beside = a_post("渔政站站长", lake.posts["deputy"].unit, lake.posts["director"])
    station = a_holding(a_person("秦站长"), beside, since=date(2026, 1, 1)).person
    return lake, newcomer, person, station, Handover.objects.get(post=lake.posts["deputy"])


def test_an_item_goes_to_a_third_person_who_is_told_and_acknowledges(third):
    lake, newcomer, person, station, handover = third
    item = handover.items.get()
    give_over(handover, lake.deputy, {item.pk: f"other:{station.pk}"})
    person.refresh_from_db()
    lead = person.assignees.get(role="lead", ended_at=None)
    assert (lead.person, lead.post.title, person.lead_post) == (station, "渔政站站长", lead.post)
    assert part_of(station, person).lead and not part_of(newcomer, person).lead
    assert Member.objects.filter(group=lake.group, person=station, left_at=None).exists()
    told = Notice.objects.filter(person=station).values_list("kind", flat=True)
    assert "handover.passed" in told
    with pytest.raises(NotThere):
        acknowledge_items(handover, newcomer)
    assert acknowledge_items(handover, station) == 1
    assert acknowledge_items(handover, station) == 0, "once is enough"
    take_over(handover, newcomer)  # both have signed, whatever the third does
    kinds = Entry.objects.filter(stream=handover.stream_id).order_by("seq").values_list("kind", flat=True)
    happened = ("opened", "named", "given", "passed", "acknowledged", "taken")
    assert list(kinds) == [f"handover.{what}" for what in happened]


def test_the_ladder_above_the_third_person_is_theirs(third, monday):
    lake, _newcomer, _person, station, handover = third
    due = lake.task(title="查清北岸排口", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=monday_of(27))
    open_handover(lake.posts["deputy"], lake.deputy)
    item = handover.items.get(kind="leads", number=due.pk)
    give_over(handover, lake.deputy, {item.pk: f"other:{station.pk}"})
    due.refresh_from_db()
    assert [rung.post.title for rung in due.rungs.filter(round=due.round)] == ["局长", "副县长"]


def test_whom_it_cannot_go_to_is_refused_before_anything_goes(third):
    lake, _newcomer, person, station, handover = third
    own = lake.task(title="第二件", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=None)
    open_handover(lake.posts["deputy"], lake.deputy)
    first, second = handover.items.get(kind="leads", number=person.pk), handover.items.get(kind="leads", number=own.pk)
    locked = a_person("已停用")
    lock_person(locked, by=None)
    for wrong in (lake.fisherman.pk, lake.secretary.pk, lake.deputy.pk, locked.pk, 999_999, "x"):
        with pytest.raises(Invalid) as refused:
            give_over(handover, lake.deputy, {first.pk: f"other:{station.pk}", second.pk: f"other:{wrong}"})
        assert refused.value.field == f"item-{second.pk}"
    with pytest.raises(Invalid):
        give_over(handover, lake.deputy, {first.pk: "stays"})
    assert not handover.items.filter(done_at__isnull=False).exists()
    assert part_of(station, Task.objects.get(pk=person.pk)).lead is False


def test_what_one_issued_goes_neither_to_who_does_it_nor_below_who_leads_it(lake, monday):
    task = lake.task(title="写明分片日期", deadline=None)
    post = lake.posts["secretary"]
    leave_post(post.holdings.get(until=None), date(2026, 11, 22), by=None)
    take_post(post, a_person("莫新书记"), date(2026, 11, 23))
    handover = Handover.objects.get(post=post)
    item = handover.items.get(kind="issued", number=task.pk)
    below = a_holding(a_person("冯科员"), a_post("科员", lake.posts["deputy"].unit, lake.posts["deputy"]), since=date(2026, 1, 1)).person
    for wrong in (lake.deputy, below):
        with pytest.raises(Invalid):
            give_over(handover, lake.secretary, {item.pk: f"other:{wrong.pk}"})
    give_over(handover, lake.secretary, {item.pk: f"other:{lake.county_deputy.pk}"})
    task.refresh_from_db()
    assert (task.issuer, task.issuer_post) == (lake.county_deputy, lake.posts["county_deputy"])
    report_done(task, lake.deputy, "写好了")
    accept_report(task, lake.county_deputy)


def test_what_repeats_is_listed_and_goes_on(third, monday):
    lake, _newcomer, _person, station, handover = third
    draft = TaskDraft("报清拆进度", Named(lake.deputy.pk, lake.posts["deputy"].pk))
    # Begun before the deputy left, and listed when the handover is looked at again.
    monday.move_to(monday_of(23))
    series = start_repetition(lake.group, lake.secretary, draft, Repeats(Rhythm("week", weekdays=(0,)))).repetition
    monday.move_to(monday_of(25))
    open_handover(lake.posts["deputy"], lake.deputy)
    item = handover.items.get(kind="leads_repeated", number=series.pk)
    give_over(handover, lake.deputy, {item.pk: f"other:{station.pk}"})
    assert series.assignees.get(role="lead").person == station
    monday.move_to(monday_of(27) + timedelta(days=7))
    clocks.fire_due()
    assert Task.objects.get(repetition=series, nth=2).assignees.get(role="lead").person == station
    assert Entry.objects.filter(stream=series.stream_id, kind="repetition.handed_over").count() == 1


def test_by_the_pages_a_third_person_sees_only_what_is_theirs(third, client_for):
    lake, newcomer, person, station, handover = third
    other = lake.task(title="不给第三人看的", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=None, visibility="line")
    open_handover(lake.posts["deputy"], lake.deputy)
    item, path = handover.items.get(kind="leads", number=person.pk), f"/handovers/{handover.pk}"
    assert client_for(station).get(path).status_code == 404
    page = client_for(lake.deputy).get(path).content.decode()
    assert f'value="other:{station.pk}"' in page and "秦站长 · 水产局渔政站站长" in page
    refused = client_for(lake.deputy).post(path, {f"item-{item.pk}": f"other:{lake.fisherman.pk}", "words": "钥匙在值班室"})
    assert refused.status_code == 422 and "钥匙在值班室" in refused.content.decode()
    client_for(lake.deputy).post(path, {f"item-{item.pk}": f"other:{station.pk}"})
    client = client_for(station)
    page = client.get(path).content.decode()
    assert person.title in page and other.title not in page and "我知道了" in page
    assert str(handover.post) in client.get("/handovers").content.decode()
    client.post(f"{path}/acknowledge")
    assert "我知道了" not in client.get(path).content.decode()
    assert "已知道" in client_for(newcomer).get(path).content.decode()
    assert client_for(lake.fisherman).post(f"{path}/acknowledge").status_code == 404


def test_a_list_names_what_its_reader_may_not_open_without_a_link(changed, client_for):
    """The administrator reviews it, and is not in the group in which the task was given: a link would lead nowhere."""
    lake, _newcomer, task, _post = changed
    keeper = a_person()
    appoint_administrator(keeper, "system")
    handover = Handover.objects.get()
    path = f"/handovers/{handover.pk}"
    page = client_for(keeper).get(path).content.decode()
    assert task.title in page and f"/tasks/{task.pk}" not in page and client_for(keeper).get(f"/tasks/{task.pk}").status_code == 404
    assert f"/tasks/{task.pk}" in client_for(lake.director).get(path).content.decode()
