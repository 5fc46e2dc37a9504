"""Reception days as people use them: booking without an account, the screen that names nobody, the desk."""

from __future__ import annotations

import re

from django.test import Client
from django.utils import timezone

from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.core.ten_digits import for_reading
from huiyin.reception import actions
from huiyin.reception.models import Visit, VisitState
from tests.factories import a_session
from tests.markup import markup
from tests.reception.conftest import a_day, a_visit

BOOK = {"name": "秦望川", "phone": "138 0000 1111", "coming": "2", "key": "k1"}


def signed_in(person) -> Client:
    client = Client()
    client.cookies["huiyin"] = a_session(person)
    return client


def test_a_visitor_books_reads_number_and_code_once_and_gives_it_back_elsewhere(county, day):
    client = Client()
    assert "还剩 3 个号" in markup(client.get(f"/reception/{day.pk}"))
    assert client.post(f"/reception/{day.pk}", BOOK).headers["Location"] == "/reception/booked"
    page = markup(client.get("/reception/booked"))
    code = re.search(r"\d{3} \d{3} \d{4}", page)[0]
    assert client.get("/reception/booked").status_code == 302
    visit = Visit.objects.get()
    assert client.get(f"/visits/{visit.pk}").status_code == 200
    elsewhere = Client()
    assert elsewhere.get(f"/visits/{visit.pk}").status_code == 404
    answer = elsewhere.post("/reception/look-up", {"number": visit.reference, "code": code})
    assert answer.headers["Location"] == f"/visits/{visit.pk}"
    assert "确定退号" in markup(elsewhere.get(f"/visits/{visit.pk}?give-back"))
    elsewhere.post(f"/visits/{visit.pk}")
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED


def test_the_same_form_sent_twice_books_once(county, day):
    client = Client()
    for _ in range(2):
        client.post(f"/reception/{day.pk}", BOOK)
    assert Visit.objects.count() == 1


def test_six_do_not_come_with_one_matter_and_what_was_typed_is_kept(county, day):
    answer = Client().post(f"/reception/{day.pk}", BOOK | {"coming": "6"})
    page = markup(answer)
    assert answer.status_code == 422 and "第二十条" in page and "138 0000 1111" in page


def test_a_wrong_code_and_a_number_nobody_has_are_answered_alike_and_tries_end(county, day):
    visit, client = a_visit(day), Client()
    said = set()
    for number in (visit.reference, f"{day.pk}-099", "nonsense"):
        answer = client.post("/reception/look-up", {"number": number, "code": "0000000000"})
        said.add((answer.status_code, re.search(r'id="refused"[^>]*>([^<]*)', markup(answer))[1]))
    assert len(said) == 1
    for _ in range(5):
        answer = client.post("/reception/look-up", {"number": visit.reference, "code": "0000000000"})
    assert answer.status_code == 429


def test_under_one_number_nobody_fills_a_day(county):
    day, client = a_day(county, slots=50), Client()
    answers = [client.post(f"/reception/{day.pk}", BOOK | {"key": f"k{n}"}).status_code for n in range(5)]
    assert answers == [302, 302, 302, 429, 429]


def test_the_screen_shows_numbers_and_never_a_name(county, day):
    a_visit(day), a_visit(day, "许星河", "13800002222")
    actions.call_next(day, county.who("desk"))
    page = markup(Client().get(f"/reception/{day.pk}/screen"))
    assert '<meta http-equiv="refresh"' in page and "<b>1</b>" in page and "<span>2</span>" in page
    assert "秦望川" not in page and "许星河" not in page and "1380000" not in page
    assert "<html" not in markup(Client().get(f"/reception/{day.pk}/screen?part"))


def test_the_desk_goes_from_a_number_to_a_request(county, day):
    visit, client = a_visit(day), signed_in(county.desk)
    answer = client.post(f"/reception/{day.pk}/desk", {"do": "next"})
    assert answer.headers["Location"] == f"/visits/{visit.pk}/desk"
    typed = {"do": "write", "words": "低保停了三个月", "summary": "反映低保停发", "speaker": ["秦望川", "秦母"],
             "speaker-phone": ["13800001111", ""], "others": "周小满，13800003333\n林见山"}  # fmt: skip
    assert client.post(f"/visits/{visit.pk}/desk", typed).status_code == 302
    assert "周小满" in markup(client.get(f"/visits/{visit.pk}/desk"))
    shown = markup(client.get(f"/visits/{visit.pk}/desk")).split('name="shown" value="')[1].split('"')[0]
    # Another clerk writes on after it was read back, before the petitioner's word is taken: that is not what they agreed to.
    signed_in(county.second).post(f"/visits/{visit.pk}/desk", typed | {"words": "低保停了五个月"})
    assert "再" in markup(client.post(f"/visits/{visit.pk}/desk", {"do": "agree", "shown": shown}))
    assert not Visit.objects.get(pk=visit.pk).read_back_at
    shown = markup(client.get(f"/visits/{visit.pk}/desk")).split('name="shown" value="')[1].split('"')[0]
    assert client.post(f"/visits/{visit.pk}/desk", {"do": "agree", "shown": shown}).status_code == 302
    client.post(f"/visits/{visit.pk}/desk", {"do": "register"})
    page = markup(client.get(f"/visits/{visit.pk}/desk?registered=1"))
    assert Case.objects.get().number in page and "已宣读，本人认可" in page
    code = for_reading(code_of(Case.objects.get().pk))
    assert code in page, "read aloud to whoever asked, by whoever took it down"
    assert code not in markup(signed_in(county.second).get(f"/visits/{visit.pk}/desk?registered=1"))
    assert "接访记录，已宣读并经本人认可" in markup(client.get(f"/cases/{Case.objects.get().pk}"))


def test_a_day_that_is_called_off_says_why_and_takes_nobody(county, day):
    client = signed_in(county.desk)
    a_visit(day)
    to_call = markup(client.get(f"/reception/{day.pk}/cancel"))
    assert 'href="tel:+8613800001111">138 0000 1111<' in to_call  # to be dialled, and as people read it
    client.post(f"/reception/{day.pk}/cancel", {"reason": "防汛值班，改到下周三"})
    page = markup(Client().get("/reception"))
    assert "已取消" in page
    assert "防汛值班" in markup(Client().get(f"/reception/{day.pk}"))
    assert Client().post(f"/reception/{day.pk}", BOOK).status_code == 409


def test_who_sits_today_stands_on_today_and_days_are_announced_by_form(county):
    client = signed_in(county.desk)
    typed = {"unit": county.office.pk, "date": timezone.localdate().isoformat(), "from": "10:00", "until": "23:59", "place": "一楼接待室",
             "sits": "副县长 高若水", "slots": "12", "key": "d1"}  # fmt: skip
    assert client.post("/reception/new", typed).status_code == 302
    assert "副县长 高若水" in markup(client.get("/today"))
    assert client.post("/reception/new", typed | {"key": "d2", "until": "09:00"}).status_code == 422


def test_pages_of_a_line_of_thirty_ask_no_more_than_of_three(county, django_assert_max_num_queries):
    day, client = a_day(county, slots=60), signed_in(county.desk)
    for n in range(30):
        a_visit(day, f"来访人{n}", f"138000011{n:02d}")
    client.get(f"/reception/{day.pk}/desk")
    with django_assert_max_num_queries(22):
        client.get(f"/reception/{day.pk}/desk")
    with django_assert_max_num_queries(6):
        Client().get(f"/reception/{day.pk}/screen")
