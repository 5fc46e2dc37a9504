"""Cases for programs: from a word to an answer that is rated."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from huiyin.cases.actions import CaseDraft, accept_case, dispatch_case, make_matter, register_case
from huiyin.cases.rules import speaker_of
from huiyin.media.actions import keep_upload
from tests.cases.conftest import County
from tests.factories import a_group, a_holding, a_person, a_post, say


def a_photo(name: str) -> tuple[SimpleUploadedFile, str, str]:
    """Gives a photo as it is handed to the door of uploads: file, name, type."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg"), name, "image/jpeg"


def test_from_registering_to_settled(county: County, programs: Any) -> None:
    resident, desk, head = programs("resident"), programs("desk"), programs("head")
    made = resident("post", "/cases", {"text": "水管漏了", "place": "柳渡村", "key": "a-1"})
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["state"] == "registered" and len(told["code"]) == 10 and told["number"].endswith("-000001")
    again = resident("post", "/cases", {"text": "水管漏了", "place": "柳渡村", "key": "a-1"})
    assert again.status_code == 200 and again.json() == told
    assert resident("post", "/cases", {"text": "别的事", "key": "a-1"}).json()["error"] == "key_used"
    at = f"/cases/{told['id']}"
    assert desk("post", f"{at}/accept", {"key": "b"}).json()["state"] == "accepted"
    assert desk("post", f"{at}/accept", {"key": "b"}).status_code == 200
    assert desk("post", f"{at}/accept", {}).json()["error"] == "wrong_state"
    given = desk("post", f"{at}/dispatch", {"lead": county.water.pk, "helping": [county.roads.pk]})
    assert given.json()["state"] == "dispatched" and given.json()["unit"] == county.water.pk
    assert head("post", f"{at}/begin", {}).json()["state"] == "handling"
    done = head("post", f"{at}/answer", {"closing": "solved", "words": "已修好，再漏请回复。"})
    assert done.json()["state"] == "answered"
    seen = resident("get", at).json()
    assert seen["state"] == "answered" and [m["name"] for m in seen["moves"]][:2] == ["registered", "accepted"]
    assert [m for m in seen["moves"] if m["name"] == "answered"][0]["by_unit"] == "县水务局"
    clock = next(c for c in seen["clocks"] if c["kind"] == "handle")
    assert clock["working"] and clock["article"] and len(clock["steps"]) >= 4 and "objection" not in {c["kind"] for c in seen["clocks"]}
    rated = {"reached": True, "answered": True, "solved": True, "satisfied": True}
    assert resident("post", f"{at}/follow-up", rated).json()["state"] == "settled"


def test_the_author_opens_their_own_case_again_with_a_clock_of_its_own(county: County, programs: Any) -> None:
    at = f"/cases/{county.answered().pk}"
    opened = programs("resident")("post", f"{at}/reopen", {"words": "今早又漏了"}).json()
    assert opened["state"] == "reopened" and "again" in {c["kind"] for c in opened["clocks"]} and opened["deadline_at"]
    assert programs("head")("post", f"{at}/reopen", {"words": "x"}).json()["error"] == "not_allowed"
    answered = programs("head")("post", f"{at}/answer", {"closing": "explained", "words": "需要等材料，下周三到。"}).json()
    assert answered["state"] == "answered"
    again = programs("desk")("post", f"{at}/follow-up", {"reached": True, "solved": False}).json()
    assert again["state"] == "reopened"


def test_six_grounds_and_no_seventh(county: County, programs: Any) -> None:
    case = county.case()
    desk = programs("desk")
    assert desk("post", f"/cases/{case.pk}/decline", {"ground": 7, "words": "不收"}).status_code == 422
    told = desk("post", f"/cases/{case.pk}/decline", {"ground": 5, "words": "高速归省里管，请打12122。"}).json()
    assert told["state"] == "declined"
    assert "12122" in str(programs("resident")("get", f"/cases/{case.pk}").json()["moves"])


def test_who_gets_it_first_objects_in_time_and_a_person_decides(county: County, programs: Any) -> None:
    at = f"/cases/{county.given().pk}"
    before = programs("head")("get", at).json()["deadline_at"]
    assert programs("clerk")("post", f"{at}/object", {"words": "这段路归交通局"}).status_code == 200
    assert programs("clerk")("post", f"{at}/objection/uphold", {"words": "好"}).json()["error"] == "not_allowed"
    upheld = programs("desk")("post", f"{at}/objection/uphold", {"words": "属实"}).json()
    assert upheld["state"] == "accepted" and upheld["deadline_at"] == before
    assert programs("head")("get", at).status_code == 404
    given = programs("desk")("post", f"{at}/dispatch", {"lead": county.roads.pk}).json()
    assert given["unit"] == county.roads.pk and given["deadline_at"] == before


def test_who_also_sits_in_the_unit_that_objected_does_not_decide_for_the_desk(county: County, programs: Any) -> None:
    """A post in the desk and another in the bureau: the bureau would grant its own objection."""
    a_holding(county.second, a_post("办事员", county.water))
    at = f"/cases/{county.given().pk}"
    assert programs("clerk")("post", f"{at}/object", {"words": "这段路归交通局"}).status_code == 200
    for decision in ("uphold", "overrule"):
        assert programs("second")("post", f"{at}/objection/{decision}", {"words": "属实"}).json()["error"] == "not_allowed"
    assert programs("desk")("post", f"{at}/objection/overrule", {"words": "归你们"}).status_code == 200


def test_more_time_is_approved_by_the_head_and_is_a_clock_of_its_own(county: County, programs: Any) -> None:
    at = f"/cases/{county.given(petition=True).pk}"
    first = programs("head")("get", at).json()
    due = next(c for c in first["clocks"] if c["kind"] == "handle")["due_at"]
    far = (timezone.now() + timedelta(days=120)).isoformat()
    assert programs("clerk")("post", f"{at}/extension", {"until": far, "reason": "等省里的图纸"}).json()["field"] == "until"
    until = (timezone.now() + timedelta(days=80)).isoformat()
    assert programs("clerk")("post", f"{at}/extension", {"until": until, "reason": "等省里的图纸"}).status_code == 200
    assert programs("clerk")("post", f"{at}/extension/approve", {}).json()["error"] == "not_allowed"
    given = programs("head")("post", f"{at}/extension/approve", {}).json()
    clocks = {c["kind"]: c for c in given["clocks"]}
    assert clocks["handle"]["due_at"] == due and clocks["extension"]["started_at"] == due
    seen = programs("resident")("get", at).json()
    assert "等省里的图纸" in str([m for m in seen["moves"] if m["name"] == "extension_approved"])


def test_of_a_petition_a_review_is_asked_for_and_the_second_is_final(county: County, programs: Any) -> None:
    at = f"/cases/{county.answered(petition=True).pk}"
    resident, desk = programs("resident"), programs("desk")
    assert resident("post", f"{at}/reopen", {"words": "不行"}).json()["error"] == "wrong_state"
    for kind in ("review", "rereview"):
        asked = resident("post", f"{at}/review", {"words": "请上级再看"}).json()
        assert asked["state"] == "under_review" and kind in {c["kind"] for c in asked["clocks"]}
        assert programs("head")("post", f"{at}/answer", {"closing": "explained", "words": "维持原意见。"}).json()["error"] == "not_allowed"
        assert desk("post", f"{at}/answer", {"closing": "explained", "words": "复查后维持，理由如下。"}).json()["state"] == "answered"
    assert resident("post", f"{at}/review", {"words": "再看"}).json()["error"] == "wrong_state"


def test_who_is_near_to_it_stays_out_in_one_step(county: County, programs: Any) -> None:
    at = f"/cases/{county.given().pk}"
    assert programs("clerk")("post", f"{at}/recuse", {"reason": "当事人是我叔叔"}).status_code == 204
    assert programs("clerk")("get", at).status_code == 404 and programs("clerk")("get", "/cases").json() == []
    assert programs("head")("get", at).status_code == 200


def test_one_letter_with_two_concerns_becomes_two_and_loses_nothing(county: County, programs: Any) -> None:
    case = county.case("路灯坏了，水也停了")
    parts = programs("desk")("post", f"/cases/{case.pk}/split", {"parts": ["路灯坏了", "水停了"], "key": "s"}).json()
    assert len(parts) == 2 == len(programs("desk")("post", f"/cases/{case.pk}/split", {"parts": ["路灯坏了", "水停了"], "key": "s"}).json())
    assert all(programs("resident")("get", f"/cases/{part['id']}").status_code == 200 for part in parts)


def test_like_cases_are_answered_from_one_text_and_no_author_reads_of_another(county: County, programs: Any, program: Any) -> None:
    other = a_person("林远", kind="resident")
    theirs = program(other, "cases:read", "cases:write")
    first = county.given()
    second = theirs("post", "/cases", {"text": "我家门口的水管也漏"}).json()["id"]
    desk, head = programs("desk"), programs("head")
    desk("post", f"/cases/{second}/accept", {})
    desk("post", f"/cases/{second}/dispatch", {"lead": county.water.pk})
    matter = desk("post", "/matters", {"cases": [first.pk, second]})
    assert matter.status_code == 201, matter.content
    told = head("post", f"/matters/{matter.json()['id']}/answer", {"closing": "solved", "words": "{name}：№{number} 的水管换好了。"})
    assert told.json()["answers"] == 2
    mine = str(theirs("get", f"/cases/{second}").json())
    assert "林远：" in mine and first.number not in mine and county.resident.name not in mine
    assert theirs("get", f"/matters/{matter.json()['id']}").status_code == 404
    assert desk("delete", f"/matters/{matter.json()['id']}/cases/{second}").status_code == 204
    assert theirs("get", f"/cases/{second}").json()["state"] == "answered" and theirs("get", f"/cases/{second}").json()["matter"] is None


def test_photos_that_go_with_one_answer_for_many_reach_each_author_under_their_own(county: County, programs: Any, client_for: Any) -> None:
    other = a_person("林远", kind="resident")
    cases = [county.given(text="水管漏了"), register_case(CaseDraft("我家门口的水管也漏"), speaker_of(other)).case]
    accept_case(cases[1], county.who("desk"))
    dispatch_case(cases[1], county.who("desk"), county.water.pk)
    matter = make_matter(county.who("desk"), [case.pk for case in cases], "水管")
    keys = [keep_upload(county.head, *a_photo(name)).key for name in ("前.jpg", "后.jpg")]
    body = {"closing": "solved", "words": "水管换好了，见照片。", "uploads": keys, "key": "m"}
    head = programs("head")
    told = [head("post", f"/matters/{matter.pk}/answer", body).json() for _n in range(2)]
    assert told[0] == told[1] == {"id": matter.pk, "answers": 2, "waits": 0}
    assert head("post", f"/matters/{matter.pk}/answer", body | {"uploads": keys[:1]}).json()["error"] == "key_used"
    for case, person in zip(cases, (county.resident, other), strict=True):
        page, reader = client_for(person).get(f"/cases/{case.pk}").content.decode(), client_for(person)
        answer, _mark, asked = page.partition('class="case-answer"')[2].partition("<details")  # pictures stand with whose they are
        assert all(f"/cases/{case.pk}/files/{key}/" in answer and f"/files/{key}/" not in asked for key in keys)
        assert all(reader.get(f"/cases/{case.pk}/files/{key}/thumb").status_code == 200 for key in keys)
    assert client_for(other).get(f"/cases/{cases[0].pk}/files/{keys[0]}/thumb").status_code == 404


def test_one_text_answers_what_is_ours_to_answer_and_leaves_the_rest(county: County, programs: Any) -> None:
    ours, theirs = county.given(text="水管漏了"), county.case("路面塌了")
    desk, head = programs("desk"), programs("head")
    desk("post", f"/cases/{theirs.pk}/accept", {})
    desk("post", f"/cases/{theirs.pk}/dispatch", {"lead": county.roads.pk, "helping": [county.water.pk]})
    matter = desk("post", "/matters", {"cases": [ours.pk, theirs.pk]}).json()["id"]
    body = {"closing": "solved", "words": "水管换好了，路面明天补。"}
    assert head("post", f"/matters/{matter}/answer", body).json()["answers"] == 1
    assert [head("get", f"/cases/{case.pk}").json()["state"] for case in (ours, theirs)] == ["answered", "dispatched"]
    assert head("post", f"/matters/{matter}/answer", body).json()["error"] == "not_allowed"
    assert programs("road_head")("post", f"/matters/{matter}/answer", body).json()["answers"] == 1


def test_a_published_case_is_masked_and_who_joins_is_an_author(county: County, programs: Any, program: Any) -> None:
    case = county.given(text="我叫王小河，电话13812345678，水管漏了")
    desk, resident = programs("desk"), programs("resident")
    assert desk("post", f"/cases/{case.pk}/publish", {}).json()["error"] == "wrong_state"
    joiner = program(a_person(kind="resident"), "cases:read", "cases:write")
    assert joiner("post", f"/cases/{case.pk}/join", {}).status_code == 404
    assert resident("post", f"/cases/{case.pk}/publish", {}).status_code == 200
    assert desk("post", f"/cases/{case.pk}/publish", {}).status_code == 200
    case.refresh_from_db()
    assert "13812345678" not in case.public_text and "王小河" not in case.public_text and case.published_at
    assert joiner("post", f"/cases/{case.pk}/join", {}).status_code == 200
    programs("head")("post", f"/cases/{case.pk}/answer", {"closing": "solved", "words": "换好了，请看看。"})
    assert joiner("post", f"/cases/{case.pk}/follow-up", {"reached": True, "solved": False}).json()["state"] == "reopened"
    assert resident("post", f"/cases/{case.pk}/publish", {"consent": False}).status_code == 200
    case.refresh_from_db()
    assert case.published_at is None and not case.public_text


def test_a_list_is_narrowed_and_read_on(county: County, programs: Any) -> None:
    for n in range(5):
        county.case(f"第{n}个路灯坏了", topic="路灯")
    county.given(topic="供水")
    desk = programs("desk")
    first = desk("get", "/cases?limit=2&state=registered&topic=路灯")
    assert len(first.json()) == 2 and 'rel="next"' in first.headers["Link"]
    seen, link = [c["id"] for c in first.json()], first.headers["Link"]
    while link:
        page = desk("get", link[1:].partition(">")[0].removeprefix("/api/v1"))
        seen += [c["id"] for c in page.json()]
        link = page.headers.get("Link", "")
    assert len(seen) == len(set(seen)) == 5
    assert len(desk("get", f"/cases?unit={county.water.pk}").json()) == 1 and len(desk("get", "/cases?q=第3个").json()) == 1
    assert programs("road_head")("get", "/cases").json() == []


def test_a_message_becomes_a_case_and_the_answer_comes_back_under_it(county: County, programs: Any) -> None:
    group = a_group(owner=county.desk, members=[county.resident, county.head])
    message = say(group, county.resident, "上湖村的垃圾三天没人收了")
    made = programs("desk")("post", f"/groups/{group.pk}/messages/{message.n}/case", {})
    assert made.status_code == 201 and made.json()["code"] == ""
    assert programs("desk")("post", f"/groups/{group.pk}/messages/{message.n}/case", {}).status_code == 200
    at = f"/cases/{made.json()['id']}"
    assert programs("resident")("get", at).json()["state"] == "registered"
    programs("desk")("post", f"{at}/accept", {})
    programs("desk")("post", f"{at}/dispatch", {"lead": county.water.pk})
    programs("head")("post", f"{at}/answer", {"closing": "solved", "words": "今天起每天早上收，请监督。"})
    answer = group.messages.filter(reply_to=message).order_by("-n").first()
    assert answer is not None and "今天起每天早上收" in answer.text and answer.author_id == county.head.pk


def test_what_is_private_comes_to_the_author_alone(county: County, programs: Any) -> None:
    group = a_group(owner=county.desk, members=[county.resident, county.head])
    message = say(group, county.resident, "我家低保停了")
    at = f"/cases/{programs('desk')('post', f'/groups/{group.pk}/messages/{message.n}/case', {'private': True}).json()['id']}"
    programs("desk")("post", f"{at}/accept", {})
    programs("desk")("post", f"{at}/dispatch", {"lead": county.water.pk})
    programs("head")("post", f"{at}/answer", {"closing": "explained", "words": "因收入核对有误，下月恢复。"})
    said = "".join(group.messages.values_list("text", flat=True))
    assert "收入核对" not in said and "只答复本人" in said and "办理结果会回到这里" not in said
    assert group.messages.filter(reply_to=message).count() == 2
    assert "收入核对" in str(programs("resident")("get", at).json()["moves"])
