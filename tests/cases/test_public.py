"""What everybody may read, and how it gets there: offered before one sends, confirmed by whoever asked, taken back at once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.cases.actions import CaseDraft, answer_case, follow_up, publish_case, register_case, reopen_case
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.cases.preview import preview_of
from huiyin.notices.models import Notice
from tests.cases.conftest import County
from tests.factories import a_group, a_unit, say
from tests.markup import markup


def a_photo(name: str = "王小河家.jpg") -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "seagreen").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


@pytest.fixture
def town(county: County) -> Any:
    made = a_unit("青渡镇", county.office, kind="town")
    a_unit("柳渡村", made, kind="village")
    return made


def published(county: County, case: Case) -> Case:
    publish_case(case, county.who("resident"))
    return publish_case(case, county.who("desk"))


def sent(browser: Client, text: str, **more: object) -> Any:
    return browser.post("/cases/new", {"text": text, "key": f"k{len(text)}", **more})


def test_its_author_sees_how_it_will_look_and_confirms_exactly_that(county: County, town: Any, client_for: Any) -> None:
    case = county.given(text="我叫王小河，住柳渡村3号楼201，电话13812345678，水管漏了", place="柳渡村3号")
    author, desk = client_for(county.resident), client_for(county.desk)
    page = markup(author.get(f"/cases/{case.pk}"))
    preview = page.split('class="preview"')[1].split("</div>")[0]
    assert "青渡镇" in preview and "水管漏了" in preview and not [w for w in ("王小河", "138", "柳渡村3") if w in preview]
    assert author.post(f"/cases/{case.pk}/moves/publish", {"seen": preview_of(case).sum, "key": "p1"}).status_code == 302
    assert Client().get(f"/cases/public/{case.number}").status_code == 404  # nobody has looked it through
    told = {"title": "水管漏了", "text": "青渡镇有一处水管漏了。", "town": str(town.pk), "key": "p2"}
    assert desk.post(f"/cases/{case.pk}/moves/publish", told).status_code == 302
    assert Client().get(f"/cases/public/{case.number}").status_code == 404  # other words: its author has not confirmed them
    assert Notice.objects.filter(person=county.resident, kind="case.to_confirm").exists()
    case.refresh_from_db()
    old = author.post(f"/cases/{case.pk}/moves/publish", {"seen": "0" * 64, "key": "p3"})
    assert old.status_code in (409, 422) and Client().get(f"/cases/public/{case.number}").status_code == 404
    assert author.post(f"/cases/{case.pk}/moves/publish", {"seen": preview_of(case).sum, "key": "p4"}).status_code == 302
    shown = markup(Client().get(f"/cases/public/{case.number}"))
    assert "青渡镇有一处水管漏了" in shown and "柳渡村" not in shown and str(case.pk) not in shown
    # The desk changes it once more: it is gone until it is confirmed.
    assert desk.post(f"/cases/{case.pk}/moves/publish", told | {"text": "水管漏了，已经三天。", "key": "p5"}).status_code == 302
    assert Client().get(f"/cases/public/{case.number}").status_code == 404


def test_a_stranger_with_number_and_code_confirms_and_takes_back_and_it_is_gone_everywhere_at_once(county: County, town: Any) -> None:
    visitor = Client()
    sent(visitor, "柳渡村的水管漏了三天", place="柳渡村", files=[a_photo()])
    case = Case.objects.get()
    elsewhere = Client()
    elsewhere.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)})
    key = case.files.get().upload.key
    elsewhere.post(f"/cases/{case.pk}/moves/publish", {"seen": preview_of(case).sum, "picture": key, "key": "a"})
    publish_case(case, county.who("desk"))
    at = f"/cases/public/{case.number}"
    addresses = [at, f"{at}/picture/thumb", f"{at}/picture/large"]
    assert [Client().get(one).status_code for one in addresses] == [200, 200, 200]
    picture = Client().get(addresses[1])
    assert "王小河" not in str(picture.headers) and key not in markup(Client().get(at))
    assert case.number in markup(Client().get("/cases/public")) and "青渡镇" in markup(Client().get("/cases/public/map"))
    elsewhere.post(f"/cases/{case.pk}/moves/publish", {"consent": "no", "key": "b"})
    assert [Client().get(one).status_code for one in addresses] == [404, 404, 404]
    assert case.number not in markup(Client().get("/cases/public"))
    assert "青渡镇" not in markup(Client().get("/cases/public/map"))
    assert sent(Client(), "柳渡村的水管漏了三天了").status_code == 302  # nor is it offered


def test_like_ones_are_offered_before_it_is_sent_and_who_joins_is_an_author(county: County, town: Any) -> None:
    case = published(county, county.given(text="柳渡村的水管漏了三天，路上都是水", place="柳渡村", topic="water"))
    visitor = Client()
    offered = sent(visitor, "我家门口的水管也漏了", place="柳渡村", files=[a_photo()], name="小赵")
    page = markup(offered)
    assert offered.status_code == 200 and Case.objects.count() == 1
    assert case.number in page and "青渡镇" in page and 'name="join"' in page and "我家门口的水管也漏了" in page
    kept = page.split('name="uploads" value="')[1].split('"')[0]
    told = {"text": "我家门口的水管也漏了", "place": "柳渡村", "name": "小赵", "uploads": kept, "key": "j1", "join": case.number}
    assert visitor.post("/cases/new", told).headers["Location"] == "/cases/received"
    own = Case.objects.get(joined__case=case)
    assert own.number in markup(visitor.get("/cases/received")) and own.files.count() == 1
    assert (own.text, own.state, own.unit) == ("我家门口的水管也漏了", "dispatched", county.water)
    assert "2" in markup(Client().get(f"/cases/public/{case.number}"))
    # Answered with it, in words that name nobody else; asked; not solved opens theirs and no other.
    answer_case(case, county.who("head"), "solved", f"{county.resident.name}您好：{case.number}号的水管换好了。")
    own.refresh_from_db()
    mine = markup(visitor.get(f"/cases/{own.pk}"))
    assert own.state == "answered" and "水管换好了" in mine and county.resident.name not in mine and 'value="no"' in mine
    visitor.post(f"/cases/{own.pk}/moves/reopen", {"words": "我家的还在漏", "key": "r"})
    own.refresh_from_db()
    case.refresh_from_db()
    assert (own.state, case.state) == ("reopened", "answered")
    answer_case(own, county.who("head"), "solved", "您家的也换好了。")
    case.refresh_from_db()
    assert case.answers.count() == 1 and own.answers.count() == 2


def test_the_operator_of_a_call_is_offered_like_ones_and_the_caller_joins(county: County, town: Any, client_for: Any) -> None:
    case = published(county, county.given(text="柳渡村的水管漏了三天，路上都是水", place="柳渡村", topic="water"))
    desk = client_for(county.desk)
    assert "data-like-keys" in markup(desk.get("/cases/call"))
    call = {"text": "柳渡村水管漏水", "place": "柳渡村", "name": "赵大爷", "phone": "13912345678", "channel": "phone", "key": "c1"}
    between = desk.post("/cases/call", call)
    page = markup(between)
    assert between.status_code == 200 and Case.objects.count() == 1 and case.number in page and 'action="/cases/call"' in page
    assert 'name="channel" value="phone"' in page and "赵大爷" in page
    told = desk.post("/cases/call", call | {"join": case.number})
    own = Case.objects.get(joined__case=case)
    assert own.number in markup(desk.get(told.headers["Location"]))
    assert (own.name, own.channel, own.by, own.author, own.state) == ("赵大爷", "phone", county.desk, None, "dispatched")
    second = desk.post("/cases/call", call | {"join": case.number, "phone": "13912345679", "name": "钱大妈", "key": "c2"})
    assert second.status_code == 302 and case.joiners.count() == 2  # another caller, of the same operator
    assert desk.post("/cases/call", call | {"offered": case.number, "key": "c3"}).status_code == 302 and case.joiners.count() == 2


def test_what_was_seen_and_is_something_else_is_sent(county: County, town: Any) -> None:
    case = published(county, county.given(text="柳渡村的水管漏了三天", place="柳渡村"))
    told = {"text": "柳渡村的水管漏了三天，井盖也坏了", "key": "x", "offered": case.number}
    assert Client().post("/cases/new", told).status_code == 302 and Case.objects.count() == 2
    typed = markup(Client().post("/cases/like", {"text": "柳渡村的水管漏了"}, headers={"X-Fragment": "1"}))
    assert case.number in typed and 'name="join"' in typed
    assert case.number not in markup(Client().post("/cases/like", {"text": "学校门口没有斑马线"}))


def test_sealed_private_and_unpublished_ones_are_never_offered_nor_counted(county: County) -> None:
    text = "水管漏了三天，路上都是水"
    register_case(CaseDraft(text, accused=[county.water.pk]), county.who("resident"))
    county.given(text=text)
    publish_case(county.given(text=text), county.who("resident"))  # wished, and not looked through
    assert sent(Client(), text).status_code == 302
    shown = published(county, county.given(text=text))
    page = markup(Client().post("/cases/like", {"text": text}))
    assert page.count('name="join"') == 1 and shown.number in page
    listed = markup(Client().get("/cases/public"))
    assert listed.count('class="card case-public"') == 1


def test_who_joins_an_answered_one_reads_the_answer_and_may_say_it_is_not_solved(county: County, programs: Any, program: Any) -> None:
    from tests.factories import a_person

    case = published(county, county.answered())
    joiner = program(a_person(kind="resident"), "cases:read", "cases:write")
    told = joiner("post", f"/cases/{case.pk}/join", {"text": "我家也漏", "key": "j"}).json()
    again = joiner("post", f"/cases/{case.pk}/join", {"text": "我家也漏", "key": "j"}).json()
    assert told["own"]["id"] == again["own"]["id"] and told["own"]["state"] == "answered" and len(told["own"]["code"]) == 10
    own = Case.objects.get(pk=told["own"]["id"])
    assert own.answers.get().words == case.answers.get().words
    assert joiner("post", f"/cases/{own.pk}/reopen", {"words": "还在漏"}).json()["state"] == "reopened"
    assert programs("resident")("post", f"/cases/{case.pk}/join", {}).status_code == 422  # it is their own


def test_a_list_is_searched_narrowed_and_read_on(county: County, town: Any) -> None:
    for n in range(23):
        published(county, county.given(text=f"第{n}处水管漏了", place="柳渡村" if n % 2 else "", topic="water" if n else "city"))
    first = markup(Client().get("/cases/public"))
    assert first.count('class="card case-public"') == 20
    more = first.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    assert markup(Client().get(f"/cases/public?{more}")).count('class="card case-public"') == 3
    for query, n in (("q=第7处", 1), ("topic=city", 1), (f"town={town.pk}", 11), ("state=open", 20), ("state=settled", 0)):
        assert markup(Client().get(f"/cases/public?{query}")).count('class="card case-public"') == n, query
    assert Client().get("/cases/public?before=%00.x&q=%00&town=99999999999").status_code == 200


def test_an_official_makes_a_message_join_what_is_published(county: County, client_for: Any) -> None:
    from tests.factories import a_person

    case = published(county, county.given(text="村口的垃圾三天没人收"))
    neighbour = a_person(kind="resident")
    group = a_group(owner=county.desk, members=[neighbour])
    message = say(group, neighbour, "我们村口的垃圾没人收")
    desk = client_for(county.desk)
    asked = desk.post(f"/cases/from/{group.pk}/{message.n}", headers={"Accept": "application/json"})
    assert asked.json() == {"like": f"/cases/from/{group.pk}/{message.n}"} and Case.objects.count() == 1
    assert case.number in markup(desk.get(asked.json()["like"]))
    assert desk.post(asked.json()["like"], {"join": case.number}).status_code == 302
    own = Case.objects.get(joined__case=case)
    assert own.author == neighbour and own.source == message


def test_what_a_joiner_opens_again_goes_its_own_way(county: County) -> None:
    from huiyin.cases.actions import join_case
    from huiyin.cases.rules import speaker_of
    from tests.factories import a_person

    case, other = published(county, county.given()), a_person(kind="resident")
    own = join_case(case, speaker_of(other)).case
    answer_case(case, county.who("head"), "solved", "换好了。")
    follow_up(case, county.who("resident"), True, True, True, True)
    reopen_case(own, speaker_of(other), "还漏")
    reopen_case(case, county.who("resident"), "也漏")
    answer_case(case, county.who("head"), "solved", "又换好了。")
    own.refresh_from_db()
    assert own.state == "reopened"


def test_what_one_joined_without_a_word_is_called_by_its_public_title_as_long_as_it_is_public(county: County, client_for: Any) -> None:
    from huiyin.cases.actions import join_case
    from huiyin.cases.rules import speaker_of
    from tests.factories import a_person

    case, other = published(county, county.given()), a_person(kind="resident")
    own = join_case(case, speaker_of(other)).case
    mine = client_for(other)
    assert case.public_title and case.public_title in markup(mine.get("/cases")) and own.title not in markup(mine.get("/cases"))
    assert own.text in markup(mine.get(f"/cases/{own.pk}")), "its page says what was asked"
    publish_case(case, county.who("resident"), consent=False)
    assert own.title in markup(mine.get("/cases"))
