"""The list of what I was told, and the bell."""

from __future__ import annotations

import pytest

from huiyin.notices.models import Notice


def test_the_list_teaches_while_it_is_empty_and_shows_what_was_told(lake, client_for):
    client = client_for(lake.deputy)
    assert "还没有通知" in client.get("/me/notices").content.decode()
    lake.task()
    page = client.get("/me/notices").content.decode()
    assert "江远帆交办给您：落实上湖村存鱼的去处" in page and "data-notices-total>1<" in page


def test_opening_one_marks_it_read_and_leads_to_the_task(lake, client_for):
    task = lake.task()
    client, one = client_for(lake.deputy), Notice.objects.get()
    assert client.get("/me/notices/count").json()["unread"] == 1
    answer = client.post(f"/me/notices/{one.pk}/open")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tasks/{task.pk}")
    assert client.get("/me/notices/count").json()["unread"] == 0
    assert client_for(lake.director).post(f"/me/notices/{one.pk}/open").status_code == 404


def test_all_are_read_up_to_what_the_page_showed(lake, client_for):
    lake.task()
    client = client_for(lake.deputy)
    seen = Notice.objects.get().pk
    lake.task(title="又一件")
    client.post("/me/notices/read", {"up_to": str(seen)})
    assert client.get("/me/notices/count").json()["unread"] == 1
    assert "又一件" in (shown := client.get("/me/notices?show=unread").content.decode()) and "落实上湖村" not in shown
    client.post("/me/notices/read", {"up_to": "nonsense"})
    assert client.get("/me/notices/count").json()["unread"] == 1


@pytest.mark.parametrize("count", [1, 40])
def test_a_page_costs_the_same_however_much_there_is(lake, client_for, django_assert_max_num_queries, count):
    for n in range(count):
        lake.task(title=f"第{n}件")
    client = client_for(lake.deputy)
    client.get("/me/notices")
    with django_assert_max_num_queries(12):
        page = client.get("/me/notices").content.decode()
    assert page.count("told-line") == min(count, 30)
    assert ('rel="next"' in page) == (count > 30)


def test_who_looks_at_a_tasks_page_has_read_it(lake, client_for):
    task = lake.task()
    lake.task(title="又一件")
    client = client_for(lake.deputy)
    assert client.post("/me/notices/seen", {"stream": str(task.stream_id)}).json()["unread"] == 1
    assert client.post("/me/notices/seen", {"stream": "x"}).json()["unread"] == 1
