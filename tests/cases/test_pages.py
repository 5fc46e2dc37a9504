"""Cases in a browser: from the form to the answer, without an account and with one."""

from __future__ import annotations

import re
from typing import Any

from django.core.cache import cache
from django.test import Client

from huiyin.cases.actions import publish_case
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.tasks.actions import Named, TaskDraft, issue_task, report_done
from tests.cases.conftest import County
from tests.factories import a_group, say
from tests.markup import markup


def test_a_visitor_asks_gets_number_and_code_once_and_looks_it_up_elsewhere(county: County) -> None:
    visitor = Client()
    key = re.search(r'name="key" value="(\w+)"', markup(visitor.get("/cases/new")))
    assert key is not None
    sent = visitor.post("/cases/new", {"text": "村口的路灯坏了三天", "place": "柳渡村", "key": key[1]})
    assert sent.status_code == 302 and sent.headers["Location"] == "/cases/received"
    shown = markup(visitor.get("/cases/received"))
    case = Case.objects.get()
    code = code_of(case.pk)
    assert case.number in shown and f"{code[:3]} {code[3:6]} {code[6:]}" in shown and case.author is None
    assert code[:3] + " " + code[3:6] not in markup(visitor.get("/cases/received", follow=True))
    assert visitor.get(f"/cases/{case.pk}").status_code == 200
    elsewhere = Client()
    assert elsewhere.get(f"/cases/{case.pk}").status_code == 404
    found = elsewhere.post("/cases/look-up", {"number": f"№ {case.number}", "code": f"{code[:3]} {code[3:6]} {code[6:]}"})
    assert found.status_code == 302
    assert "村口的路灯坏了三天" in markup(elsewhere.get(found.headers["Location"]))


def test_a_wrong_code_and_an_unknown_number_are_answered_alike_and_counted(county: County) -> None:
    case = county.case()
    browser = Client()
    answers = []
    for number in (case.number, "2026-999999"):
        said = browser.post("/cases/look-up", {"number": number, "code": "1234567890"})
        answers.append((said.status_code, re.sub(r'(value|content)="[^"]*"', "", markup(said))))
    assert answers[0] == answers[1] and answers[0][0] == 422
    for _again in range(4):
        browser.post("/cases/look-up", {"number": case.number, "code": "1234567890"})
    assert browser.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)}).status_code == 429
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)}).status_code == 302


def test_the_desk_accepts_gives_out_and_the_resident_reads_it_in_plain_words(county: County, client_for: Any) -> None:
    case = county.case(topic="供水")
    desk, head, resident = client_for(county.desk), client_for(county.head), client_for(county.resident)
    assert case.title in markup(desk.get("/cases/desk"))
    page = markup(desk.get(f"/cases/{case.pk}"))
    assert f'action="/cases/{case.pk}/moves/accept"' in page and f'action="/cases/{case.pk}/moves/decline"' in page
    assert desk.post(f"/cases/{case.pk}/moves/accept", {"words": "", "key": "k1"}).status_code == 302
    assert desk.post(f"/cases/{case.pk}/moves/dispatch", {"lead": county.water.pk, "key": "k2"}).status_code == 302
    assert '/moves/answer"' in markup(head.get(f"/cases/{case.pk}"))
    refused = head.post(f"/cases/{case.pk}/moves/answer", {"closing": "solved", "words": "", "key": "k3"})
    assert refused.status_code == 422
    note = {"words": "内部：此户去年也报过", "key": "k4"}
    assert head.post(f"/cases/{case.pk}/moves/note", note).status_code == 302
    answer = {"closing": "solved", "words": "水管换好了，再漏请回复。", "key": "k5"}
    assert head.post(f"/cases/{case.pk}/moves/answer", answer).status_code == 302
    seen = markup(resident.get(f"/cases/{case.pk}"))
    assert "水管换好了" in seen and "县水务局" in seen and county.head.name not in seen and "内部" not in seen
    clock = markup(resident.get(re.search(rf"/cases/{case.pk}/clocks/\d+", seen)[0]))  # type: ignore[index]
    assert "<ol" in clock
    assert case.title in markup(resident.get("/cases"))
    assert resident.get("/cases/desk").status_code == 403


def test_an_operator_finds_the_caller_and_reads_number_and_code_aloud(county: County, client_for: Any) -> None:
    desk = client_for(county.desk)
    took = desk.post("/cases/call", {"text": "停水两天了", "phone": "13912345678", "name": "赵大爷", "channel": "phone", "key": "c1"})
    assert took.status_code == 302
    told = markup(desk.get(took.headers["Location"]))
    case = Case.objects.get()
    assert case.number in told and code_of(case.pk)[:3] in told and case.author is None and case.by == county.desk
    again = markup(desk.get("/cases/call?phone=139 1234 5678"))
    assert "赵大爷" in again and case.number in again and case.title not in again  # a line; what was said stands on its page
    nobody = desk.post("/cases/call", {"text": "路灯不亮", "channel": "phone", "key": "c2"})
    assert nobody.status_code == 302 and Case.objects.count() == 2
    assert client_for(county.resident).get("/cases/call").status_code == 403


def test_what_was_asked_before_is_opened_with_a_reason_that_is_kept(county: County, client_for: Any) -> None:
    first = county.case("去年的低保问题")
    case = county.case("今年的水管问题")
    desk = client_for(county.desk)
    assert first.title not in markup(desk.get(f"/cases/{case.pk}"))
    assert desk.post(f"/cases/{case.pk}/history", {"reason": " "}).status_code == 422
    assert desk.post(f"/cases/{case.pk}/history", {"reason": "核对是否重复"}).status_code == 302
    assert first.title in markup(desk.get(f"/cases/{case.pk}"))
    assert case.looks.get().reason == "核对是否重复"


def test_a_message_becomes_a_case_without_javascript(county: County, client_for: Any) -> None:
    group = a_group(owner=county.desk, members=[county.resident])
    message = say(group, county.resident, "垃圾三天没收")
    desk = client_for(county.desk)
    assert "垃圾三天没收" in markup(desk.get(f"/cases/from/{group.pk}/{message.n}"))
    assert desk.post(f"/cases/from/{group.pk}/{message.n}").status_code == 302
    case = Case.objects.get()
    assert case.author == county.resident and f"№ {case.number}" in markup(desk.get(f"/groups/{group.pk}"))
    assert client_for(county.resident).get(f"/cases/{case.pk}").status_code == 200


def test_files_are_seen_by_who_may_see_the_case(county: County, client_for: Any) -> None:
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    visitor = Client()
    photo = SimpleUploadedFile("管.jpg", picture.getvalue(), "image/jpeg")
    assert visitor.post("/cases/new", {"text": "漏水", "files": [photo], "key": "p1"}).status_code == 302
    case = Case.objects.get()
    at = f"/cases/{case.pk}/files/{case.files.get().upload.key}/thumb"
    assert visitor.get(at).status_code == 200 and client_for(county.desk).get(at).status_code == 200
    assert Client().get(at).status_code == 404 and client_for(county.road_head).get(at).status_code == 404


def test_like_requests_hang_together_and_come_out_again(county: County, client_for: Any) -> None:
    first, second = county.given(), county.given(text="我家的水管也漏")
    desk, head = client_for(county.desk), client_for(county.head)
    assert 'name="cases"' in markup(desk.get("/cases/desk?together=1"))
    assert 'name="cases"' not in markup(head.get("/cases/desk?together=1"))
    assert desk.post("/matters", {}).status_code == 422
    made = desk.post("/matters", {"cases": [str(first.pk), str(second.pk)]})
    at = made.headers["Location"]
    page = markup(head.get(at))
    assert first.number in page and second.number in page
    assert head.post(at, {"closing": "solved", "words": "{name}：水管都换好了。"}).status_code == 302
    assert second.answers.get().words.startswith(county.resident.name)
    assert desk.post(f"{at}/take-out", {"case": str(second.pk)}).status_code == 302
    second.refresh_from_db()
    assert second.matter is None and second.state == "answered"
    assert client_for(county.resident).get(at).status_code == 404


def test_nobody_reads_a_name_or_a_number_on_a_public_page(county: County) -> None:
    """Planted in what was asked, in the answer, in a published one, and in one that nobody agreed to publish."""
    planted = ("王小河", "13812345678", "110101199003078515", county.resident.name)
    text = f"我叫王小河，电话13812345678，身份证110101199003078515，我是{county.resident.name}，水管漏了"
    shown, kept = county.given(text=text), county.given(text=f"{text}，不要公开")
    publish_case(shown, county.who("resident"))
    publish_case(shown, county.who("desk"))
    visitor = Client()
    for path in ("/cases/public", "/cases/new", "/cases/look-up", "/", "/api/v1/openapi.json", "/cases", f"/cases/{shown.pk}",
                 f"/cases/{kept.pk}", "/cases/received", "/search?q=水管"):  # fmt: skip
        said = markup(visitor.get(path, follow=True))
        assert not [word for word in planted if word in said] and "不要公开" not in said, path
    assert "水管漏了" in markup(visitor.get("/cases/public"))


def test_the_first_sentence_of_today_counts_what_waits_in_all_apps(county: County, client_for: Any) -> None:
    """One task stood in the sentence and sixteen at the tab: fourteen requests waited too."""
    group = a_group(owner=county.head, members=[county.clerk])
    task = issue_task(group, county.head, TaskDraft("看看闸", Named(county.clerk.pk)))
    report_done(task, county.clerk, "看过了。")
    head = client_for(county.head)
    assert "1 件事等您一句话" in markup(head.get("/today"))
    county.given()
    county.given()
    cache.clear()
    page = markup(head.get("/today"))
    assert "3 件事等您一句话" in page and '<i class="count" data-waiting-total>3</i>' in page


def test_who_chooses_like_requests_sees_nothing_but_what_can_be_chosen_and_names_them(county: County, client_for: Any) -> None:
    cases = [county.case(text=f"{n}组停水两天") for n in (1, 2)]
    desk = client_for(county.desk)
    page = desk.get("/cases/desk?together=1&q=停水").content.decode()
    assert 'id="waiting"' not in page and page.count('name="cases"') == 2 and 'name="together"' in page
    made = desk.post("/matters", {"cases": [case.pk for case in cases], "title": "南山停水"}, follow=True).content.decode()
    assert "南山停水" in made and all(case.number in made for case in cases)


def test_a_petition_does_not_promise_to_be_open_again_by_a_word(county: County, client_for: Any) -> None:
    pages = []
    for petition in (False, True):
        case = county.given(petition=petition)
        words = "诉求：修水管。事实：已漏三天。意见：支持，今天修。依据：供水条例第三条。"
        client_for(county.head).post(f"/cases/{case.pk}/moves/answer", {"closing": "solved", "words": words, "key": "a"})
        pages.append(client_for(county.resident).get(f"/cases/{case.pk}").content.decode())
    assert ["没解决就立即重新办理" in page for page in pages] == [True, False] and "申请复查" in pages[1]


def test_the_desk_counts_each_state_and_leads_to_its_requests(county: County, client_for: Any) -> None:
    waits, taken = county.case(text="村口的路灯坏了三天"), county.case(text="水渠里堵满了树叶")
    desk = client_for(county.desk)
    assert desk.post(f"/cases/{taken.pk}/moves/accept", {"words": "", "key": "k1"}).status_code == 302
    chips = {state: re.sub(r"\s+", " ", words).strip() for state, words in
             re.findall(r'<a class="chip" href="\?state=(\w+)">([^<]*)', markup(desk.get("/cases/desk")))}  # fmt: skip
    assert chips == {"registered": "已登记 1", "accepted": "已受理 1"}
    narrowed = markup(desk.get("/cases/desk?state=accepted"))
    assert taken.title in narrowed and waits.title not in narrowed
    assert '<a class="chip" aria-current="page" href="/cases/desk">' in narrowed


def test_the_desk_narrows_by_units_that_stand_on_no_page(county: County, client_for: Any) -> None:
    case = county.given()
    shown = markup(client_for(county.desk).get("/cases/desk?state=settled"))
    assert case.title not in shown and f'value="{county.water.pk}"' in shown
