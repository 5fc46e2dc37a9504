"""What somebody may not have of a case that is not theirs: at a shared computer, at the desk, as one who joined."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.cases.actions import CaseDraft, publish_case, recuse, register_case, split_case
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case, Matter
from huiyin.core.ten_digits import for_reading
from huiyin.people.models import SignInCode
from tests.cases.conftest import County
from tests.factories import a_person, a_phone


def a_photo(name: str = "管.jpg") -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def test_who_signs_in_next_on_this_browser_finds_nothing_of_the_visitor_before(county: County, capsys: Any) -> None:
    person = a_person(phone=a_phone())
    browser = Client()
    sent = browser.post("/cases/new", {"text": "我家的低保停了", "key": "v1"})
    case = Case.objects.get()
    assert sent.status_code == 302 and browser.get(f"/cases/{case.pk}").status_code == 200
    assert browser.session.get_expiry_age() <= 30 * 60
    browser.post("/sign-in", {"phone": person.phone})
    code = capsys.readouterr().out.split("code ")[1][:6]
    assert browser.post("/sign-in/code", {"code": code}).status_code == 302
    assert not {"cases_held", "case_new", "orders"} & set(browser.session.keys()) and SignInCode.objects.get().used_at is not None
    assert browser.get(f"/cases/{case.pk}").status_code == 404 and case.number not in browser.get("/cases").content.decode()
    assert browser.get("/cases/received", follow=True).status_code == 200 and browser.session.get_expiry_age() > 3600


def test_a_code_is_read_aloud_for_half_an_hour_and_by_who_took_the_call_down(county: County, client_for: Any) -> None:
    desk = client_for(county.desk)
    took = desk.post("/cases/call", {"text": "停水两天了", "channel": "phone", "key": "c1"}).headers["Location"]
    case = Case.objects.get()
    code = for_reading(code_of(case.pk))
    assert code in desk.get(took).content.decode() and code not in client_for(county.second).get(took).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert code not in desk.get(took).content.decode()
    # Typed in for somebody by their name, from the form, nobody reads a code aloud.
    form = register_case(CaseDraft("路灯坏了", name="赵大爷"), county.who("desk")).case
    assert form.by == county.desk and for_reading(code_of(form.pk)) not in desk.get(f"/cases/call?taken={form.pk}").content.decode()
    recuse(case, county.who("desk"), "是我叔叔")
    assert code not in desk.get(took).content.decode()


def test_who_joined_reads_what_everybody_may_and_nothing_else(
    county: County, programs: Any, program: Any, client_for: Any
) -> None:
    other = a_person(kind="resident")
    joiner, page = program(other, "cases:read", "cases:write"), client_for(other)
    author = client_for(county.resident)
    told = {
        "title": "王小河家漏水",
        "text": "我叫王小河，电话13812345678，水管漏了",
        "place": "柳渡村3号",
        "files": [a_photo()],
        "key": "j",
    }
    assert author.post("/cases/new", told).status_code == 302
    case = Case.objects.get()
    at, key = f"/cases/{case.pk}", case.files.get().upload.key
    publish_case(case, county.who("resident"))
    publish_case(case, county.who("desk"), title="漏水", text="水管漏了")
    assert joiner("post", f"{at}/join", {}).status_code == 404  # its author has not confirmed these words
    publish_case(case, county.who("resident"))
    assert joiner("post", f"{at}/join", {}).status_code == 200
    for name, move, body in (("desk", "accept", {}), ("desk", "dispatch", {"lead": county.water.pk}),
                             ("head", "answer", {"closing": "solved", "words": f"{county.resident.name}：换好了。"}),
                             ("resident", "reopen", {"words": "我家203又漏了"}),
                             ("head", "answer", {"closing": "solved", "words": "又换好了。"})):  # fmt: skip
        assert programs(name)("post", f"{at}/{move}", body).status_code == 200
    planted = ("王小河", "13812345678", "柳渡村", "家203", county.resident.name, key)  # 203 alone may stand in a number
    mine = joiner("get", at).json()
    assert (mine["title"], mine["text"], mine["place"]) == ("漏水", "水管漏了", "") and "换好了" not in str(mine["moves"])
    listed, found = joiner("get", "/cases?q=漏").json(), joiner("get", "/cases?q=王小河").json()
    assert [one["title"] for one in listed] == ["漏水"] and found == []
    pages = [page.get(path, follow=True).content.decode() for path in (at, "/cases", "/search?q=漏", "/me/notices")]
    assert "换好了" not in pages[0] and not [word for word in planted for said in [str(mine), str(listed), *pages] if word in said]
    assert case.number in pages[2] and case.number not in page.get("/search?q=王小河").content.decode()
    assert page.get(f"{at}/files/{key}/thumb").status_code == 404 and author.get(f"{at}/files/{key}/thumb").status_code == 200
    for move in ("reopen", "review"):
        assert joiner("post", f"{at}/{move}", {"words": "不行"}).json()["error"] == "not_allowed"
    assert joiner("post", f"{at}/publish", {"consent": False}).json()["error"] == "not_allowed"
    own = Case.objects.get(joined__case=case)
    assert "：换好了。" in page.get(f"/cases/{own.pk}").content.decode()
    assert 'name="solved" value="no"' in pages[0] and own.author == other and own.state == "answered"
    assert joiner("post", f"{at}/follow-up", {"reached": True, "solved": False}).json()["state"] == "reopened"
    case.refresh_from_db()
    assert case.state == "answered"  # whoever joined opens their own again
    publish_case(case, county.who("resident"), consent=False)
    assert joiner("get", at).status_code == 404 and [one["id"] for one in joiner("get", "/cases").json()] == [own.pk]
    assert f"/cases/{case.pk}" not in page.get("/cases").content.decode()
    programs("head")("post", f"{at}/answer", {"closing": "solved", "words": "第三次换好了。"})
    assert "第三次" not in page.get("/me/notices").content.decode()
    assert joiner("post", f"{at}/follow-up", {"reached": True}).status_code == 404


def test_the_name_of_a_caller_is_told_by_cases_the_clerk_may_see(county: County, client_for: Any) -> None:
    register_case(CaseDraft("停水了", name="赵大爷", phone="13912345678", channel="phone"), county.who("desk"))
    assert "赵大爷" in client_for(county.second).get("/cases/call?phone=13912345678").content.decode()
    assert "赵大爷" not in client_for(county.road_head).get("/cases/call?phone=13912345678").content.decode()


def test_nobody_locks_an_author_out_by_trying_their_number_from_elsewhere(county: County) -> None:
    case = county.case()
    for n in range(50):
        Client(REMOTE_ADDR=f"203.0.{n}.9").post("/cases/look-up", {"number": case.number, "code": "1234567890"})
    assert Client().post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)}).status_code == 302


def test_a_person_registers_sixty_an_hour_by_program(county: County, programs: Any) -> None:
    resident = programs("resident")
    answers = [resident("post", "/cases", {"text": "路灯坏了", "key": "the-same"}).status_code for _n in range(61)]
    assert answers == [201, *[200] * 59, 429]
    desk = programs("desk")
    assert {desk("post", "/cases", {"text": "路灯坏了", "key": "the-same"}).status_code for _n in range(62)} == {200, 201}  # a hotline does


def test_who_stays_out_of_a_case_stays_out_of_its_parts(county: County, programs: Any) -> None:
    case = county.given(text="路灯坏了，水也停了")
    recuse(case, county.who("second"), "是我叔叔")
    parts = split_case(case, county.who("desk"), ["路灯坏了", "水停了"])
    for part in parts:
        assert programs("second")("get", f"/cases/{part.pk}").status_code == 404
        assert programs("desk")("get", f"/cases/{part.pk}").status_code == 200


def test_a_photo_of_a_case_is_asked_for_anew_each_time(county: County) -> None:
    visitor = Client()
    visitor.post("/cases/new", {"text": "漏水", "files": [a_photo()], "key": "p1"})
    case = Case.objects.get()
    answer = visitor.get(f"/cases/{case.pk}/files/{case.files.get().upload.key}/thumb")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-cache"


def test_a_program_looks_up_by_number_and_code_and_is_told_one_thing_of_what_does_not_fit(county: County, program: Any) -> None:
    case = county.case()
    stranger = program(a_person(kind="resident"), "cases:read")
    wrong = [stranger("post", "/cases/look-up", {"number": number, "code": "1234567890"}) for number in (case.number, "2026-999999")]
    assert [one.status_code for one in wrong] == [404, 404] and wrong[0].json() == wrong[1].json()
    found = stranger("post", "/cases/look-up", {"number": f"№ {case.number}", "code": for_reading(code_of(case.pk))})
    assert found.status_code == 200 and found.json()["text"] == case.text
    assert stranger("get", f"/cases/{case.pk}").status_code == 404  # a look is one look


def test_what_is_sent_twice_makes_one_matter_and_one_answer(county: County, programs: Any) -> None:
    cases = [county.given().pk, county.given(text="我家的水管也漏").pk]
    desk, head = programs("desk"), programs("head")
    first, again = (desk("post", "/matters", {"cases": cases, "key": "m1"}) for _n in range(2))
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json() and Matter.objects.count() == 1
    assert desk("post", "/matters", {"cases": cases, "title": "别的", "key": "m1"}).json()["error"] == "key_used"
    body = {"closing": "solved", "words": "换好了。", "key": "a1"}
    answers = [head("post", f"/matters/{first.json()['id']}/answer", body).json() for _n in range(2)]
    assert answers[0] == answers[1] == {"id": first.json()["id"], "answers": 2, "waits": 0}
    assert all(Case.objects.get(pk=pk).answers.count() == 1 for pk in cases)
