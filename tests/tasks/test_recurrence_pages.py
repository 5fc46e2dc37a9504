"""What repeats, on its pages: from a sentence, from the form, its own page."""

from __future__ import annotations

import json

import pytest

from huiyin.journal import clocks
from huiyin.tasks.actions import Named
from huiyin.tasks.models import Repetition, Task
from huiyin.tasks.recurrence.parts import part_in, repetitions_seen
from huiyin.tasks.recurrence.words import rhythm_words
from huiyin.tasks.rules import may_see_repetition
from huiyin.worktime.recurrence import Rhythm
from tests.factories import a_person
from tests.tasks.test_clocks import at
from tests.tasks.test_recurrence import repeated


def composed(client, lake, text: str, **task):
    body = {"text": text, "key": "k", "task": task}
    return client.post(f"/groups/{lake.group.pk}/tasks/issue", json.dumps(body), content_type="application/json")


def read(client, lake, text: str) -> dict:
    answer = client.post(f"/groups/{lake.group.pk}/tasks/sentence", json.dumps({"text": text}), content_type="application/json")
    return answer.json()


def test_a_sentence_is_offered_as_repeating_and_sent_so(lake, monday, client_for):
    client = client_for(lake.secretary)
    text = "@水产局副局长 每周一上午10点前把清拆进度报我"
    found = read(client, lake, text)
    assert found["title"] == "清拆进度报我" and found["repeats"]["sure"]
    first, *others = found["repeats"]["choices"]
    assert (first["says"], first["at"], first["first"][:16]) == ("每周一 10:00", "10:00", "2026-11-30T10:00")
    assert "每月最后一个工作日 10:00" in [one["says"] for one in others]
    answer = composed(client, lake, text, lead=found["lead"]["value"], title=found["title"], repeats=first)
    assert answer.status_code == 201
    series = Repetition.objects.get()
    assert f"/repetitions/{series.pk}" in answer.json()["html"] and "每周一 10:00 · 第1次" in answer.json()["html"]
    again = composed(client, lake, text, lead=found["lead"]["value"], title=found["title"], repeats=first)
    assert again.json()["task"] == answer.json()["task"]


def test_what_is_left_open_is_asked(lake, monday, client_for):
    found = read(client_for(lake.secretary), lake, "@水产局副局长 每周报一次进度")
    assert not found["repeats"]["sure"] and not any(one["chosen"] for one in found["readings"])


@pytest.mark.parametrize(
    ("fields", "rhythm"),
    [
        ({"repeat": "workday"}, {"unit": "workday", "every": 1, "moved": "before"}),
        ({"repeat": "week", "repeat_weekdays": ["0", "3"]}, {"unit": "week", "weekdays": [0, 3]}),
        ({"repeat": "month_day", "repeat_day": "-1", "repeat_moved": "after"}, {"day": -1, "moved": "after"}),
        ({"repeat": "month_workday", "repeat_nth": "-1", "repeat_day": "5"}, {"nth": -1, "day": None}),
        ({"repeat": "month_after", "repeat_nth": "1", "repeat_day": "10"}, {"nth": 1, "day": 10}),
        ({"repeat": "quarter_day", "repeat_day": "10", "repeat_month": "3"}, {"every": 3, "month": 3, "day": 10}),
        ({"repeat": "quarter_workday", "repeat_nth": "-1"}, {"every": 3, "nth": -1}),
        ({"repeat": "year_day", "repeat_month": "12", "repeat_day": "20"}, {"every": 12, "month": 12, "day": 20}),
    ],
)
def test_by_the_form_without_javascript(lake, monday, client_for, fields, rhythm):
    client = client_for(lake.secretary)
    form = {"title": "报表", "lead": f":{lake.posts['deputy'].pk}", "key": "f", **fields}
    assert client.post(f"/groups/{lake.group.pk}/tasks/new", form).status_code == 302
    kept = Repetition.objects.get().rhythm
    assert {name: kept[name] for name in rhythm} == rhythm


@pytest.mark.parametrize(
    "fields",
    [
        {"repeat": "week"}, {"repeat": "week", "repeat_weekdays": "9"}, {"repeat": "nonsense"},
        {"repeat": "month_day", "repeat_day": "40"},
        {"repeat": "workday", "repeat_at": "25:00"}, {"repeat": "workday", "repeat_ahead": "99"},
        {"repeat": "month_day", "repeat_day": "x"},
        {"repeat": "month_after", "repeat_day": "31", "repeat_nth": "1"},
        {"repeat": "week", "repeat_weekdays": "1", "repeat_every": "1" * 40},
    ],
)  # fmt: skip
def test_nonsense_comes_back_with_words_and_what_was_typed(lake, monday, client_for, fields):
    form = {"title": "报表报表", "lead": f":{lake.posts['deputy'].pk}", "key": "f", **fields}
    answer = client_for(lake.secretary).post(f"/groups/{lake.group.pk}/tasks/new", form)
    assert answer.status_code == 422 and "报表报表" in answer.content.decode() and "role=\"alert\"" in answer.content.decode()
    assert not Task.objects.exists()


def test_its_page_shows_what_was_issued_and_is_changed_there(lake, monday, client_for):
    series = repeated(lake)
    monday.move_to(at(4, 9, 30, month=12))
    clocks.fire_due()
    client, path = client_for(lake.secretary), f"/repetitions/{series.pk}"
    page = client.get(path).content.decode()
    assert "每周一 10:00" in page and "第1次" in page and "第2次" in page and "12月14日 周一 10:00" in page
    assert "晚下达" in page, "an hour late, because the server did not run"
    assert client.post(f"{path}/pause").url == f"{path}?done=pause"
    page = client.get(f"{path}?done=pause").content.decode()
    assert "已暂停" in page and "撤销" in page
    client.post(f"{path}/resume")
    form = {"title": "报清拆与存鱼", "lead": "", "repeat": "month_workday", "repeat_nth": "-1", "repeat_at": "", "repeat_moved": "before"}
    assert client.post(f"{path}/change", form).status_code == 302
    assert "每月最后一个工作日" in client.get(path).content.decode()
    assert client.post(f"{path}/change", form | {"repeat": "week"}).status_code == 422
    assert client.post(f"{path}/end").status_code == 302
    assert client.post(f"{path}/pause").status_code == 409
    assert client.post(f"{path}/nonsense").status_code == 404


def test_others_read_it_and_strangers_do_not_learn_of_it(lake, monday, client_for):
    series = repeated(lake)
    path = f"/repetitions/{series.pk}"
    for person in (lake.deputy, lake.director, lake.fisherman):
        page = client_for(person).get(path)
        assert page.status_code == 200 and "/pause" not in page.content.decode()
        assert client_for(person).post(f"{path}/end").status_code == 403
    assert client_for(a_person()).get(path).status_code == 404
    hidden = repeated(lake, visibility="line", title="只给相关人")
    assert client_for(lake.fisherman).get(f"/repetitions/{hidden.pk}").status_code == 404
    assert "只给相关人" not in client_for(lake.fisherman).get(f"/groups/{lake.group.pk}/tasks").content.decode()
    assert "报清拆进度" in client_for(lake.fisherman).get(f"/groups/{lake.group.pk}/tasks").content.decode()


def test_the_page_asks_no_more_for_more_tasks(lake, monday, client_for, django_assert_max_num_queries):
    series = repeated(lake)
    for day in (4, 11, 18):
        monday.move_to(at(day, 9, month=12))
        clocks.fire_due()
    client = client_for(lake.secretary)
    client.get(f"/repetitions/{series.pk}")
    with django_assert_max_num_queries(45):
        client.get(f"/repetitions/{series.pk}")


@pytest.mark.parametrize(
    ("rhythm", "chinese", "english"),
    [
        (Rhythm("workday"), "每个工作日", "every working day"),
        (Rhythm("week", weekdays=(0, 3)), "每周一、周四", "every Monday and Thursday"),
        (Rhythm("month", day=25), "每月25日", "every month, the 25th"),
        (Rhythm("month", day=-1), "每月最后一天", "every month, its last day"),
        (Rhythm("month", nth=-1), "每月最后一个工作日", "every month, the last working day"),
        (Rhythm("month", nth=-2), "每月倒数第2个工作日", "every month, the 2nd last working day"),
        (Rhythm("month", day=10, nth=1), "每月10日后第1个工作日", "every month, the first working day after the 10th"),
        (Rhythm("month", 3, month=3, day=-1), "每季度最后一天", "every quarter, its last day"),
        (Rhythm("month", 3, month=1, day=10), "每季度第1个月10日", "every quarter, its 1st month, the 10th"),
        (Rhythm("month", 12, month=12, day=20), "每年12月20日", "every year in December, the 20th"),
    ],
)
def test_how_often_in_both_languages(in_language, rhythm, chinese, english):
    assert rhythm_words(rhythm) == chinese
    with in_language("en"):
        assert rhythm_words(rhythm) == english


def test_the_list_shows_what_the_page_shows(lake, monday):
    """By the rule of one and by the rule of many: the same."""
    series = [repeated(lake), repeated(lake, visibility="line", lead=Named(lake.deputy.pk))]
    for person in (lake.secretary, lake.county_deputy, lake.director, lake.deputy, lake.fisherman, a_person()):
        seen = set(repetitions_seen(person))
        assert seen == {one for one in series if may_see_repetition(part_in(person, one), one)}, person.name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@所有人 明天下班前报名单", "all"), ("@孟渔生 明天上午来签字", "resident"), ("@江远帆 明天下班前报名单", "self"),
        ("@周建国 昨天的会开得好", "past"), ("@周建国 明天下班前报名单", ""), ("@周建国 辛苦了", ""), ("明天下班前报名单", ""),
    ],
)  # fmt: skip
def test_what_names_somebody_and_a_day_and_is_no_task_says_why(text, why, lake, monday, client_for):
    found = read(client_for(lake.secretary), lake, text)
    assert found["why_not"] == why
    assert found["task"] == (text == "@周建国 明天下班前报名单")
