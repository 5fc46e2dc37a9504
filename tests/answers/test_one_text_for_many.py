"""One text for like requests where nobody answers alone: one writes it, another of the unit reads it and releases it, and each author
has an answer of their own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.answers.actions import answer_or_hand_in, release_text, send_back_text, set_second_eyes, take_back_text
from huiyin.answers.models import MatterDraft, MatterDraftCase
from huiyin.answers.personal_data import RETENTION
from huiyin.cases.actions import accept_case, answer_case, answer_matter, dispatch_case, make_matter, recuse, take_out
from huiyin.cases.actions.matters import add_to_matter
from huiyin.cases.models import Case, Matter
from huiyin.core.errors import NotAllowed, WrongState
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.people.actions.holdings import change_holding, leave_post
from huiyin.people.models import Holding, Person
from huiyin.privacy.actions.erasing import erase_person
from tests.cases.conftest import County
from tests.cases.test_strangers import a_photo as photo
from tests.factories import a_person
from tests.markup import markup

WORDS = "{name}您好：№{number} 反映的水管已于今天换好，再漏请回复本件。"


def like(county: County, many: int = 3, eyes: bool = True) -> tuple[Matter, list[Case]]:
    """Gives like cases of several people that the bureau of water has in hand, in which nobody answers alone."""
    if eyes:
        set_second_eyes(county.who("head"), county.water, True)
    cases = []
    for n in range(many):
        county.resident = a_person(kind="resident")
        cases.append(county.given(text=f"第{n}组停水三天了", name=f"住户{n}"))
    matter = make_matter(county.who("desk"), [case.pk for case in cases], "南山停水")
    return matter, list(Case.objects.filter(matter=matter).select_related("author").order_by("registered_at", "number"))


def handed_in(county: County, matter: Matter) -> MatterDraft:
    answer_matter(matter, county.who("clerk"), "solved", WORDS)
    return MatterDraft.objects.get(matter=matter, state="waiting")


def told(case: Case) -> list[str]:
    return list(case.answers.order_by("at").values_list("words", flat=True))


def fates(draft: MatterDraft) -> dict[int, str]:
    return dict(draft.cases.values_list("case", "fate"))


def gone(person: Person) -> None:
    """Their post was theirs until yesterday."""
    today = timezone.localdate()
    held = change_holding(Holding.objects.get(person=person), today - timedelta(days=9))
    leave_post(held, today - timedelta(days=1))


def test_by_the_page_it_is_handed_in_read_as_one_of_them_released_and_each_has_their_own(county: County, client_for: Any) -> None:
    matter, cases = like(county)
    clerk, head, at = client_for(county.clerk), client_for(county.head), f"/matters/{matter.pk}"
    assert "提交放行" in clerk.get(at).content.decode()
    said = {"closing": "solved", "words": WORDS, "key": "k"}
    assert clerk.post(at, said | {"files": [photo()]}).status_code == 302
    assert clerk.post(at, said | {"files": [photo()]}).status_code == 302, "sent twice, it waits once"
    draft = MatterDraft.objects.get()
    assert not any(told(case) for case in cases)
    today = markup(head.get("/today"))
    assert f'href="{at}#text"' in today and "南山停水" in today and f'href="{at}#text"' not in markup(clerk.get("/today"))
    assert Notice.objects.filter(person=county.head, kind="matter.release").count() == 1
    page = re.sub("</?mark[^>]*>", "", markup(head.get(f"{at}?as={cases[1].pk}")))
    assert all(case.number in page for case in cases)
    assert f"住户1您好：№{cases[1].number} 反映的水管" in page and f"住户0您好：№{cases[0].number}" not in page
    shown = re.search(rf'src="({at}/answer/{draft.pk}/files/[^"]+)"', page)
    assert shown is not None and head.get(shown[1]).status_code == 200
    assert client_for(county.road_head).get(shown[1]).status_code == client_for(county.resident).get(shown[1]).status_code == 404
    assert clerk.post(f"{at}/answer/decide", {"draft": draft.pk, "do": "release", "key": "r"}).status_code == 403
    for _ in range(2):
        assert head.post(f"{at}/answer/decide", {"draft": draft.pk, "do": "release", "key": "r"}).status_code == 302
    for n, case in enumerate(cases):
        assert told(case) == [f"住户{n}您好：№{case.number} 反映的水管已于今天换好，再漏请回复本件。"]
        answer = case.answers.get()
        assert answer.by == county.clerk and answer.unit == county.water and answer.files.count() == 1
        record = Entry.objects.filter(stream=case.stream_id, kind__startswith="case.answer").order_by("seq")
        assert list(record.values_list("kind", "by")) == [
            ("case.answered", county.clerk.pk), ("case.answer_released_together", county.head.pk),
        ]  # fmt: skip
        theirs = client_for(case.author).get(f"/cases/{case.pk}").content.decode()
        assert f"住户{n}您好" in theirs and 'value="yes"' in theirs and all(o.number not in theirs for o in cases if o != case)
        assert client_for(case.author).get(at).status_code == 404
    after = head.get(at).content.decode()
    assert "3件诉求已用同一份答复回复" in after and county.clerk.name in after and county.head.name in after
    draft.refresh_from_db()
    assert draft.words == "" and f'href="{at}#text"' not in markup(head.get("/today"))


def test_sent_back_with_a_word_it_is_written_on_from_there(county: County, client_for: Any) -> None:
    matter, cases = like(county)
    draft, at = handed_in(county, matter), f"/matters/{matter.pk}"
    clerk, head = client_for(county.clerk), client_for(county.head)
    decide = {"draft": draft.pk, "do": "return", "key": "b"}
    refused = head.post(f"{at}/answer/decide", decide | {"remark": ""})
    assert refused.status_code == 422 and "反映的水管已于今天换好" in refused.content.decode()
    assert head.post(f"{at}/answer/decide", decide | {"remark": "写明哪天换的"}).status_code == 302
    page = clerk.get(at).content.decode()
    assert "写明哪天换的" in page and WORDS in page and not any(told(case) for case in cases)
    assert Notice.objects.filter(person=county.clerk, kind="matter.returned").exists()
    assert clerk.post(at, {"closing": "solved", "words": f"{WORDS}五月三日换的。", "key": "again"}).status_code == 302
    second = MatterDraft.objects.get(state="waiting")
    release_text(second.pk, matter, county.who("head"))
    assert all(told(case)[0].endswith("五月三日换的。") for case in cases)


def test_whoever_wrote_it_takes_it_back(county: County, client_for: Any) -> None:
    matter, _cases = like(county)
    draft = handed_in(county, matter)
    with pytest.raises(NotAllowed):
        take_back_text(draft.pk, matter, county.who("head"))
    decide = {"draft": draft.pk, "do": "take-back"}
    assert client_for(county.clerk).post(f"/matters/{matter.pk}/answer/decide", decide).status_code == 302
    assert WORDS in client_for(county.clerk).get(f"/matters/{matter.pk}").content.decode()


def test_what_went_another_way_meanwhile_is_left_out_and_named(county: County, client_for: Any) -> None:
    matter, cases = like(county, 7)
    draft = handed_in(county, matter)
    take_out(matter, county.who("desk"), cases[0])
    answer_case(cases[1], county.who("desk"), "explained", "信访办已当面说明。")
    dispatch_case(cases[2], county.who("desk"), county.roads.pk)
    erase_person(cases[3].author, None, cases[3].author.name)
    recuse(cases[4], county.who("clerk"), "亲属")
    recuse(cases[5], county.who("head"), "邻居")
    page = markup(client_for(county.head).get(f"/matters/{matter.pk}"))
    assert "已退出并案" in page and "其间已另行答复" in page and "已转由别的单位办理" in page and "资料已删除" in page
    assert cases[5].number not in page, "whoever stays out of it reads nothing of it"
    release_text(draft.pk, matter, county.who("head"))
    assert fates(draft) == {
        cases[0].pk: "taken_out", cases[1].pk: "closed", cases[2].pk: "elsewhere", cases[3].pk: "erased", cases[4].pk: "writer",
        cases[5].pk: "releaser", cases[6].pk: "answered",
    }  # fmt: skip
    assert [len(told(case)) for case in cases] == [0, 1, 0, 0, 0, 0, 1]
    named = markup(client_for(county.clerk).get(f"/matters/{matter.pk}"))
    assert cases[0].number in named and "已退出并案" in named and cases[2].number in named and cases[5].number in named


def test_who_lost_the_post_neither_writes_nor_releases(county: County) -> None:
    matter, cases = like(county)
    draft = handed_in(county, matter)
    gone(county.clerk)
    with pytest.raises(WrongState):
        release_text(draft.pk, matter, county.who("head"))
    draft.refresh_from_db()
    assert draft.state == "waiting" and not any(told(case) for case in cases)
    who = county.who("head")
    send_back_text(draft.pk, matter, who, "重写")
    answer_matter(matter, who, "solved", WORDS)
    second = MatterDraft.objects.get(state="waiting")
    gone(county.head)
    with pytest.raises(NotAllowed):
        release_text(second.pk, matter, county.who("head"))


def test_once_nothing_of_it_can_be_answered_it_waits_for_nobody(county: County, client_for: Any) -> None:
    matter, cases = like(county, 2)
    draft = handed_in(county, matter)
    take_out(matter, county.who("desk"), cases[0])
    answer_case(cases[1], county.who("desk"), "explained", "信访办已当面说明。")
    draft.refresh_from_db()
    assert draft.state == "returned" and "南山停水" not in client_for(county.head).get("/today").content.decode()
    page = client_for(county.clerk).get(f"/matters/{matter.pk}").content.decode()
    assert "收回" not in page and "等待放行" not in page, "nobody took it back, and nothing of it waits"
    assert answer_or_hand_in(cases[0], county.who("clerk"), "solved", "水管换好了。") is not None


def test_for_a_request_an_answer_waits_once(county: County, client_for: Any) -> None:
    matter, cases = like(county)
    alone = answer_or_hand_in(cases[0], county.who("clerk"), "solved", "水管换好了。")
    draft = handed_in(county, matter)
    assert set(fates(draft)) == {cases[1].pk, cases[2].pk} and alone is not None
    with pytest.raises(WrongState):
        answer_or_hand_in(cases[1], county.who("clerk"), "solved", "水管换好了。")
    with pytest.raises(WrongState):
        answer_matter(matter, county.who("head"), "solved", WORDS)
    page = client_for(county.head).get(f"/cases/{cases[1].pk}").content.decode()
    assert f"/matters/{matter.pk}#text" in page and f"/cases/{cases[1].pk}/answer\"" not in page


def test_units_that_answer_alone_answer_at_once_and_the_others_text_waits(county: County) -> None:
    matter, cases = like(county, 2)
    set_second_eyes(county.who("head"), county.water, True)
    theirs = county.case(text="也停水", name="住户九")
    accept_case(theirs, county.who("desk"))
    dispatch_case(theirs, county.who("desk"), county.roads.pk)
    add_to_matter(matter, county.who("desk"), theirs)
    given = answer_matter(matter, county.who("road_head"), "explained", WORDS)
    assert (given.answered, given.waits) == ([theirs], [])
    given = answer_matter(matter, county.who("clerk"), "solved", WORDS)
    assert given.answered == [] and {one.pk for one in given.waits} == {case.pk for case in cases}


def test_a_program_hands_it_in_once_for_a_key_and_a_person_releases_it(county: County, programs: Any) -> None:
    matter, _cases = like(county)
    clerk, body = programs("clerk"), {"closing": "solved", "words": WORDS, "key": "all"}
    for _ in range(2):
        assert clerk("post", f"/matters/{matter.pk}/answer", body).json() == {"id": matter.pk, "answers": 0, "waits": 3}
    assert clerk("post", f"/matters/{matter.pk}/answer", body | {"words": "换好了"}).json()["error"] == "key_used"
    assert clerk("post", f"/matters/{matter.pk}/answer", body | {"key": "other"}).json()["error"] == "wrong_state"
    draft = MatterDraft.objects.get()
    release_text(draft.pk, matter, county.who("head"), "k")
    release_text(draft.pk, matter, county.who("head"), "k")
    with pytest.raises(WrongState):
        release_text(draft.pk, matter, county.who("head"), "l")


def test_a_blank_is_refused_before_anybody_else_reads_it(county: County, client_for: Any) -> None:
    matter, _cases = like(county)
    said = {"closing": "solved", "words": "{name}：【填：日期】换好了。", "key": "k"}
    refused = client_for(county.clerk).post(f"/matters/{matter.pk}", said)
    assert refused.status_code == 422 and "日期" in refused.content.decode() and not MatterDraft.objects.exists()


def test_what_was_sent_back_goes_after_a_season(county: County) -> None:
    matter, _cases = like(county)
    draft = handed_in(county, matter)
    send_back_text(draft.pk, matter, county.who("head"), "重写")
    kind = next(one for one in RETENTION if one.of == "answers.matterdraft")
    assert kind.count(timezone.now()) == 0
    assert kind.remove(timezone.now() + timedelta(days=93)) == 1
    draft.refresh_from_db()
    assert (draft.words, draft.remark) == ("", "") and MatterDraftCase.objects.filter(draft=draft, fate="returned").count() == 3
