"""A form that is refused: what was typed stands in it again, chosen files stay or are asked for; else the words stand alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huiyin.cases.actions import answer_case, make_matter
from huiyin.cases.models import Case
from tests.cases.conftest import County
from tests.cases.test_strangers import a_photo as photo

LONG = "经现场查看，水管年久失修，已列入下月改造计划；有疑问可致电水务局值班室。"


def field(page: str, start: str) -> str:
    """Gives a control of a page, from its beginning to its end."""
    found = re.search(rf"<(select|textarea|fieldset|input)[^>]*{re.escape(start)}[^>]*>(?(1).*?(?:</\1>|(?=<(?:input|div))))", page, re.S)
    assert found is not None, start
    return " ".join(found[0].split())


def test_photos_that_arrived_stay_with_a_form_that_is_refused_and_go_with_it_when_it_is_sent_again(county: County) -> None:
    visitor = Client()
    refused = visitor.post("/cases/new", {"text": "村口的路灯坏了", "phone": "12", "key": "k", "files": [photo(), photo("杆.jpg")]})
    page = refused.content.decode()
    kept = re.findall(r'name="uploads" value="([\w-]+)"', page)
    assert refused.status_code == 422 and len(kept) == 2 and 'id="files-kept"' in page and "村口的路灯坏了" in page
    sent = visitor.post("/cases/new", {"text": "村口的路灯坏了", "phone": "", "key": "k", "uploads": kept})
    assert sent.status_code == 302
    assert Case.objects.get().files.count() == 2


def test_a_file_that_cannot_be_taken_is_asked_for_again_and_the_words_stay(county: County) -> None:
    broken = SimpleUploadedFile("灯.jpg", b"no picture", "image/jpeg")
    refused = Client().post("/cases/new", {"text": "村口的路灯坏了", "place": "柳渡村", "key": "k", "files": [broken]})
    page = refused.content.decode()
    assert refused.status_code in (400, 413, 415, 422) and 'id="files-again"' in page and "柳渡村" in page and 'name="uploads"' not in page


def test_an_answer_that_is_refused_keeps_its_closing_words_and_papers(county: County, client_for: Any) -> None:
    case, head = county.given(), client_for(county.head)
    refused = head.post(f"/cases/{case.pk}/moves/answer", {"closing": "", "words": LONG, "public": "no", "key": "a1", "files": [photo()]})
    page = refused.content.decode()
    assert refused.status_code == 422 and LONG in page and 'id="files-kept"' in page
    assert re.search(r'name="public"\s+value="no" checked', page)
    kept = re.findall(r'name="uploads" value="([\w-]+)"', page)
    told = {"closing": "solved", "words": LONG, "key": "a2", "uploads": kept}
    assert head.post(f"/cases/{case.pk}/moves/answer", told).status_code == 302
    assert case.files.exclude(answer=None).count() == 1


def test_more_papers_than_go_with_an_answer_are_refused_and_not_left_out_silently(county: County, client_for: Any) -> None:
    case, files = county.given(), [photo(f"{n}.jpg") for n in range(10)]
    refused = client_for(county.head).post(f"/cases/{case.pk}/moves/answer", {"closing": "solved", "words": LONG, "files": files})
    assert refused.status_code == 413 and LONG in refused.content.decode()


def test_words_of_an_answer_stand_although_somebody_else_was_faster_and_the_form_is_gone(county: County, client_for: Any) -> None:
    case = county.given()
    answer_case(case, county.who("clerk"), "solved", "水管已换。再漏请回复本件。")
    refused = client_for(county.head).post(f"/cases/{case.pk}/moves/answer", {"closing": "explained", "words": LONG, "key": "a1"})
    page = refused.content.decode()
    assert refused.status_code == 409 and LONG in page and 'id="what-was-typed"' in page and 'role="alert"' in page


def test_what_a_resident_still_missed_stands_although_it_was_closed_meanwhile(county: County, client_for: Any) -> None:
    case = county.given()
    missed = {"words": "水还是从墙根渗出来，请再来看一次，谢谢你们。", "key": "r"}
    refused = client_for(county.resident).post(f"/cases/{case.pk}/moves/reopen", missed)
    assert refused.status_code == 409 and "水还是从墙根渗出来" in refused.content.decode()


def test_a_ground_a_unit_a_moment_that_were_chosen_are_chosen_again(county: County, client_for: Any) -> None:
    case, desk = county.case(), client_for(county.desk)
    page = desk.post(f"/cases/{case.pk}/moves/decline", {"ground": "4", "words": "", "key": "d"}).content.decode()
    assert re.search(r'<option value="4" selected>', field(page, 'id="ground"'))
    desk.post(f"/cases/{case.pk}/moves/accept", {"words": "", "key": "a"})
    own = (timezone.localtime() - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    told = {"lead": county.roads.pk, "helping": [county.water.pk], "deadline_at": own, "words": "请一并看看路面", "topic": "health"}
    refused = desk.post(f"/cases/{case.pk}/moves/dispatch", told)
    page = refused.content.decode()
    assert refused.status_code == 422 and own in page and "请一并看看路面" in page
    assert f'<option value="{county.roads.pk}" selected>' in field(page, 'id="lead"')
    assert f'<option value="{county.water.pk}" selected>' in field(page, 'id="helping"')
    assert '<option value="health" selected>' in field(page, 'id="topic"')


def test_more_time_until_a_day_stands_with_its_reason(county: County, client_for: Any) -> None:
    case = county.given()
    until = (timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    asked = {"until": until, "reason": "等一个零件", "key": "e"}
    page = client_for(county.head).post(f"/cases/{case.pk}/moves/extension", asked).content.decode()
    assert f'value="{until}"' in page and "等一个零件" in page


def test_what_was_typed_for_one_move_stands_in_no_other(county: County, client_for: Any) -> None:
    case, head = county.given(), client_for(county.head)
    page = head.post(f"/cases/{case.pk}/moves/note", {"words": "", "closing": "solved", "key": "n"}).content.decode()
    assert not re.search(r'name="closing"\s+value="solved"\s+required\s+checked', page)


def test_one_answer_for_many_stands_when_another_gave_theirs_first(county: County, client_for: Any) -> None:
    cases = [county.given(text=f"{n}组没有水，已经两天") for n in (1, 2)]
    matter = make_matter(county.who("desk"), [case.pk for case in cases], "停水")
    for case in cases:
        answer_case(case, county.who("head"), "solved", "水管已换。再漏请回复本件。")
    refused = client_for(county.head).post(f"/matters/{matter.pk}", {"closing": "solved", "words": LONG})
    assert refused.status_code in (409, 422) and LONG in refused.content.decode()


def test_photos_for_many_stay_with_an_answer_that_was_refused(county: County, client_for: Any) -> None:
    case, head = county.given(), client_for(county.head)
    matter = make_matter(county.who("desk"), [case.pk], "停水")
    page = head.post(f"/matters/{matter.pk}", {"closing": "solved", "words": "", "files": [photo()]}).content.decode()
    kept = re.findall(r'name="uploads" value="([\w-]+)"', page)
    assert len(kept) == 1
    assert head.post(f"/matters/{matter.pk}", {"closing": "solved", "words": LONG, "uploads": kept}).status_code == 302
    assert f"/cases/{case.pk}/files/{kept[0]}/" in client_for(county.resident).get(f"/cases/{case.pk}").content.decode()
