"""The board and today: what stands there is what one may see, each with its light; nobody is counted."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone
from django.utils.http import urlencode
from openpyxl import load_workbook

from huiyin.people.actions.organisation import move_unit
from huiyin.tasks.actions import acknowledge_task, ask_for_time, report_done, withdraw_task
from huiyin.tasks.lights import Light, light
from huiyin.tasks.models import Task
from huiyin.tasks.participation import part_of
from huiyin.tasks.queries import board as boards
from huiyin.tasks.queries.board import light_is
from huiyin.tasks.queries.visibility import visible_to
from huiyin.tasks.rules import may_see
from tests.factories import a_holding, a_person, a_post, a_unit, say
from tests.tasks.conftest import TUESDAY_CLOSING, a_lake


@pytest.fixture
def desk(client_for):
    """Opens a page as somebody; gives the answer."""
    return lambda person, path: client_for(person).get(path)


def test_the_list_shows_what_the_page_shows(lake):
    other = a_lake()
    hidden = lake.task(title="只给相关人", visibility="line")
    tasks = [lake.task(), hidden, other.task()]
    stranger = a_holding(a_person("路人甲"), a_post("科员", a_unit())).person
    everybody = [lake.secretary, lake.county_deputy, lake.director, lake.deputy, lake.fisherman, other.deputy, other.secretary, stranger]
    for person in everybody:
        listed = set(visible_to(person).values_list("pk", flat=True))
        opened = {task.pk for task in tasks if may_see(part_of(person, task), task)}
        assert listed == opened, person.name
    assert hidden.pk not in set(visible_to(lake.fisherman).values_list("pk", flat=True))


def test_lights_are_the_same_in_python_and_in_the_database(lake, monday):
    tasks = [lake.task(title=f"{days} 天后", deadline=TUESDAY_CLOSING + timedelta(days=days)) for days in (0, 1, 5, 20)]
    tasks.append(lake.task(title="没有期限", deadline=None))
    report_done(tasks[0], lake.deputy, "办完了")
    withdraw_task(tasks[3], lake.secretary, "不用了")
    for days in (0, 2, 9):
        monday.move_to(TUESDAY_CLOSING + timedelta(days=days, minutes=1))
        now = timezone.now()
        for task in Task.objects.all():
            shown = [name for name in Light.values if Task.objects.filter(light_is(name, now), pk=task.pk).exists()]
            assert shown == [light(task, now).value], task.title


def test_the_board_filters_counts_and_copies(lake, monday, desk):
    lake.task(title="查清北岸排口", field="环保")
    lake.task(title="=1+1", deadline=TUESDAY_CLOSING + timedelta(days=30))
    monday.move_to(TUESDAY_CLOSING + timedelta(hours=1))
    page = desk(lake.secretary, "/board").content.decode()
    assert ("查清北岸排口" in page and "逾期 60 分钟" in page) or "逾期 1 小时" in page
    assert "查清北岸排口" not in desk(lake.secretary, "/board?light=calm").content.decode()
    assert "查清北岸排口" in desk(lake.secretary, "/board?q=排口&field=环保").content.decode()
    chosen = desk(lake.secretary, f"/board?field=环保&group={lake.group.pk}").content.decode()
    assert '<option selected value="环保">' in chosen and f'<option selected value="{lake.group.pk}">' in chosen
    assert "查清北岸排口" not in desk(lake.secretary, "/board?until=2020-01-01").content.decode()
    stranger = a_person("路人乙")
    assert "查清北岸排口" not in desk(stranger, "/board").content.decode()
    sheet = load_workbook(io.BytesIO(b"".join(desk(lake.secretary, "/board.xlsx").streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert next(c for c in cells if c.value == "=1+1").data_type == "s", "no cell is a formula"


def test_nonsense_in_the_address_is_left_out(lake, desk):
    lake.task()
    for query in ("light=x", "unit=abc", "unit=99999999999999999999", "since=32", "page=0", "page=99999", "sort=;drop", "q=%00"):
        assert desk(lake.secretary, f"/board?{query}").status_code == 200, query


def test_a_view_is_kept_and_taken_away(lake, client_for):
    client = client_for(lake.secretary)
    client.post("/board/views", {"name": "环保逾期", "light": "late", "field": "环保"})
    page = client.get("/board").content.decode()
    assert "环保逾期" in page and "light=late" in page
    from huiyin.tasks.models import SavedView

    kept = SavedView.objects.get()
    assert client_for(lake.deputy).post(f"/board/views/{kept.pk}/forget").status_code == 404
    client.post(f"/board/views/{kept.pk}/forget")
    assert not SavedView.objects.exists()


def test_the_board_asks_no_more_for_more_tasks(lake, client_for, django_assert_max_num_queries):
    for n in range(3):
        lake.task(title=f"第{n}件")
    client = client_for(lake.secretary)
    client.get("/board")
    for n in range(12):
        lake.task(title=f"又第{n}件")
    with django_assert_max_num_queries(22):
        assert client.get("/board").content.decode().count("又第") == 12


def test_today_greets_and_shows_what_waits(lake, monday, desk):
    reported, asked, late = lake.task(title="写好方案"), lake.task(title="修好码头"), lake.task(title="清点网箱")
    report_done(reported, lake.deputy, "方案写好了")
    ask_for_time(asked, lake.deputy, "要等木料", TUESDAY_CLOSING + timedelta(days=2))
    acknowledge_task(late, lake.deputy)
    say(lake.group, lake.fisherman, "我家的鱼什么时候收？")
    monday.move_to(TUESDAY_CLOSING + timedelta(hours=2))
    page = desk(lake.secretary, "/today").content.decode()
    assert "晚上好" in page and "2 件事等您一句话" in page
    assert "方案写好了" in page and "要等木料" in page and "清点网箱" in page
    assert "我家的鱼什么时候收？" in page
    say(lake.group, lake.deputy, "明早八点，合作社来收。")
    assert "我家的鱼什么时候收？" not in desk(lake.secretary, "/today").content.decode()
    assert "清点网箱" in desk(lake.deputy, "/today").content.decode()
    assert "清点网箱" not in desk(lake.fisherman, "/today").content.decode()


def test_nobody_is_counted_or_ranked(lake, monday, desk):
    """rules-of-the-land: no scores and no totals per person. The board offers people as filters, and never a number beside a name."""
    for n in range(3):
        lake.task(title=f"第{n}件")
    monday.move_to(TUESDAY_CLOSING + timedelta(days=2))
    from huiyin.tasks.models import Rung

    numbers = ("score", "points", "rank", "total", "count")
    fields = [f.name for model in (Task, Rung) for f in model._meta.get_fields()]
    assert not [name for name in fields if any(part in name for part in numbers)]
    page = desk(lake.secretary, "/board").content.decode()
    assert not [word for word in ("排名", "得分", "积分", "次数") if word in page]


def test_a_unit_is_asked_for_with_all_below_it_as_they_are_now(lake, desk):
    """The tree is remembered, and forgotten as soon as something in it moves."""
    bureau = lake.posts["deputy"].unit
    county, other = a_unit("云河大县"), a_unit("雾港大县")
    lake.task(title="查清北岸排口")
    asked = {unit.pk: f"/board?unit={unit.pk}" for unit in (bureau, county, other)}

    def shown():
        return [pk for pk, path in asked.items() if "查清北岸排口" in desk(lake.secretary, path).content.decode()]

    assert shown() == [bureau.pk]
    for above in (county, other):
        move_unit(bureau, above)
        assert shown() == [bureau.pk, above.pk]


def test_tasks_are_found_by_their_words_however_they_are_typed(lake, desk, monkeypatch):
    """By one character, two, many, beginnings of numbers, the task's number; of two pieces both; what looks like an operator is none."""
    one = lake.task(title="环保局：查清北岸第４７１１件 Dam-3 排口", words="先看照片，再说100%的事。")
    lake.task(title="落实上湖村存鱼的去处", words="每户一张表")
    finding = ["查", "北岸", "清北岸第", "第47", "4711", "dam", "DAM-3", "排口 环保", "照片", "100", "北岸\0"]
    finding += [f"№ {one.number}", one.number[5:]]
    nothing = ["岸北", "711", "排口 上湖", '"', "*", "' OR 1=1 --", "title : 查", "查 NOT 北", "查 | 鱼", "units", "NEAR(查 北)", "%", "_"]
    for few in (1000, 0):
        monkeypatch.setattr("huiyin.tasks.queries.visibility.FEW", few)
        for words in (*finding, *nothing):
            page = client_text(desk(lake.secretary, "/board?" + urlencode({"q": words})))
            assert ("查清北岸" in page.split("ledger-row head")[-1].split("</main>")[0]) == (words in finding), (words, few)
    copied = load_workbook(io.BytesIO(b"".join(desk(lake.secretary, "/board.xlsx?q=第47").streaming_content))).active
    assert copied.max_row == 2
    assert "查清北岸" not in client_text(desk(a_person("路人丙"), "/board?q=北岸")).split("ledger-row head")[-1]


def client_text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_today_is_one_screen_and_leads_to_the_rest(lake, monday, desk):
    """Ten wait, some of each kind; what more there is is said, and stands on the board under whose turn it is."""
    soon = TUESDAY_CLOSING + timedelta(days=3)
    for n in range(14):
        report_done(lake.task(title=f"报告{n}", deadline=soon), lake.deputy, "办完了")
    ask_for_time(lake.task(title="修好码头", deadline=soon), lake.deputy, "要等木料", soon + timedelta(days=2))
    for n in range(10):
        lake.task(title=f"待办{n}", deadline=soon)
    page = client_text(desk(lake.secretary, "/today"))
    assert page.count('class="to-clear"') == 10 and "修好码头" in page and "报告8" in page and "报告9" not in page
    assert "15 件事等您一句话" in page and "还有 5 件等我一句话" in page and 'href="/board?part=word"' in page
    waiting = client_text(desk(lake.secretary, "/board?part=word"))
    assert waiting.count("报告") == 14 and "待办" not in waiting and "修好码头" not in waiting
    his = client_text(desk(lake.deputy, "/today"))
    assert his.count('class="to-clear"') == 8 and 'href="/board?part=mine"' in his
    mine = client_text(desk(lake.deputy, "/board?part=mine"))
    assert mine.count("待办") == 10 and "修好码头" in mine and "报告" not in mine
    assert "待办" not in client_text(desk(lake.secretary, "/board?part=mine"))
    monday.move_to(soon + timedelta(days=1))
    late = client_text(desk(lake.county_deputy, "/today"))
    assert late.count('class="to-clear"') == 8 and "8+" in late and "逾期的全部" in late


@pytest.mark.parametrize("sort", ["deadline", "issued", "moved"])
def test_pages_are_read_on_and_back_without_gaps_whatever_happens_meanwhile(lake, monday, monkeypatch, sort):
    """Several tasks of one moment, some without a deadline; one on the page before is settled, another is issued: nobody moves up."""
    monkeypatch.setattr(boards, "ROWS_A_PAGE", 4)
    tasks = []
    for n in range(11):
        monday.shift(timedelta(seconds=n % 2))
        tasks.append(lake.task(title=f"第{n}件", deadline=TUESDAY_CLOSING + timedelta(days=n // 3) if n < 7 else None))
    view = boards.View(sort=sort)
    whole = list(Task.objects.order_by(*boards.SORTS[sort]).values_list("pk", flat=True))

    def pages(address: str = "") -> list[boards.Board]:
        read = []
        while address is not None and len(read) < 9:
            read.append(boards.board(lake.secretary, view, **{k: v for k, v in parse_qsl(address.lstrip("?")) if k != "sort"}))
            address = read[-1].later or None
        return read

    read = pages()
    assert [[row.pk for row in one.rows] for one in read] == [whole[:4], whole[4:8], whole[8:]]
    assert not read[0].earlier and not read[-1].later
    back = dict(parse_qsl(read[2].earlier.lstrip("?")))
    second = boards.board(lake.secretary, view, before=back["before"])
    assert [row.pk for row in second.rows] == whole[4:8] and second.earlier and second.later == read[1].later
    first = boards.board(lake.secretary, view, before=dict(parse_qsl(second.earlier.lstrip("?")))["before"])
    assert [row.pk for row in first.rows] == whole[:4] and not first.earlier and first.later == read[0].later
    withdraw_task(Task.objects.get(pk=whole[1]), lake.secretary, "不用了")
    withdraw_task(Task.objects.get(pk=whole[3]), lake.secretary, "不用了")  # the place itself is gone
    assert [row.pk for one in pages(read[0].later) for row in one.rows] == whole[4:]
    for nonsense in ("x", "1", "1.x", "n.", "99999999999999999999.1", "-1.2", "١.٢", "1.2.3"):
        assert [row.pk for row in boards.board(lake.secretary, view, after=nonsense).rows][:1] == whole[:1]
    assert boards.board(lake.secretary, view, after=f"n.{10**9}").rows, "behind the last there is the first page"


def test_a_copy_ends_somewhere_and_says_so(lake, desk, monkeypatch):
    tasks = [lake.task(title=f"第{n}件", field="环保") for n in range(5)]
    whole = load_workbook(io.BytesIO(b"".join(desk(lake.secretary, "/board.xlsx").streaming_content))).active
    assert [row[0].value for row in whole.iter_rows(min_row=2)] == [task.number for task in tasks]
    assert {(row[4].value, row[10].value) for row in whole.iter_rows(min_row=2)} == {(lake.posts["deputy"].unit.name, "环保")}
    monkeypatch.setattr("huiyin.tasks.views.board_copy.ROWS_LIMIT", 3)
    monkeypatch.setattr("huiyin.tasks.queries.board.COPIED_AT_ONCE", 2)
    cut = load_workbook(io.BytesIO(b"".join(desk(lake.secretary, "/board.xlsx").streaming_content))).active
    assert cut.max_row == 5 and "3 行" in cut.cell(5, 1).value
