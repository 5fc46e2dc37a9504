"""The pages around conversations, as a browser without JavaScript meets them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from huiyin.groups.actions import add_source, archive, make_invite, mark_read, mute, recall_message, revoke_invite
from huiyin.groups.message_search.index import index_pending
from huiyin.groups.models import Group, Invite, Member, Message, Source
from huiyin.media.actions import keep_upload
from huiyin.media.models import LinkCard
from huiyin.people.models import Person
from tests.factories import a_group, a_holding, a_person, a_phone, a_post, a_unit, say
from tests.markup import markup

QUERIES = 14


@pytest.fixture
def texts(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """The codes that were sent since last asked."""
    return lambda: re.findall(r"code (\d{6})", capsys.readouterr().out)


def a_photo(owner: Person) -> Any:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(file, "JPEG")
    return keep_upload(owner, SimpleUploadedFile("塘.jpg", file.getvalue()), "塘.jpg", "image/jpeg")


def a_paper(owner: Person, name: str = "去向.csv") -> Any:
    return keep_upload(owner, SimpleUploadedFile(name, b"a,b\n1,2\n"), name, "text/csv")


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return markup(answer)


# Strangers ---------------------------------------------------------------------------------------------------------------


def test_strangers_find_nothing_and_visitors_are_led_to_the_door(client_for) -> None:
    owner, stranger = a_person(), a_person()
    group = a_group(owner=owner)
    message = say(group, owner, "第一句", uploads=[a_paper(owner).key])
    invite = make_invite(group, owner)
    key = message.files.get().upload.key
    pages = (
        "details", "members", "members/add", "invites", f"invites/{invite.pk}", "gallery", "messages/1/forward", "messages/1/receipts",
        f"files/{key}/file", "files/card/1",
    )  # fmt: skip
    for page in pages:
        assert client_for(stranger).get(f"/groups/{group.pk}/{page}").status_code == 404, page
        assert Client().get(f"/groups/{group.pk}/{page}", headers={"sec-fetch-dest": "document"}).status_code == 302, page
    forms = ("details/leave", "details/archive", f"members/{owner.pk}/remove", "sources", f"invites/{invite.pk}/revoke", "messages/1/pin")
    for form in forms:
        assert client_for(stranger).post(f"/groups/{group.pk}/{form}").status_code == 404, form
    for page in ("/search", "/groups/new"):
        assert Client().get(page, headers={"sec-fetch-dest": "document"}).status_code == 302


@pytest.mark.parametrize("page", ["members/add", "invites"])
def test_what_is_for_managers_is_refused_to_members(page: str, client_for) -> None:
    member = a_person()
    group = a_group(members=[member])
    assert client_for(member).get(f"/groups/{group.pk}/{page}").status_code == 403


# Details -----------------------------------------------------------------------------------------------------------------


def test_details_say_what_the_group_is_and_who_is_in_it(client_for) -> None:
    owner, member = a_person("林知远"), a_person("孟渔生", kind="resident")
    group = a_group("网箱清拆", owner=owner, members=[member], about="有话当面说", unit=a_unit("水产局"))
    page = read(client_for(member), f"/groups/{group.pk}/details")
    for words in ("网箱清拆", "有话当面说", "水产局", "林知远", "孟渔生", "details/leave", "details/mute"):
        assert words in page
    assert "details/archive" not in page and "details/name" not in page
    page = read(client_for(owner), f"/groups/{group.pk}/details")
    assert "details/archive" in page and "details/name" in page and "details/leave" not in page


def test_my_switch_and_the_groups_switch_are_buttons_that_need_no_script(client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    browser = client_for(owner)
    answer = browser.post(f"/groups/{group.pk}/details/mute", {"on": "1"})
    assert answer["Location"] == f"/groups/{group.pk}/details?done=muted"
    assert Member.objects.get(group=group, person=owner).muted
    assert 'aria-checked="true" name="on" value="0"' in read(browser, answer["Location"])
    browser.post(f"/groups/{group.pk}/details/quiet", {"on": "0"})
    group.refresh_from_db()
    assert group.quiet is False


def test_a_manager_renames_the_group_and_what_is_refused_comes_back(client_for) -> None:
    owner = a_person()
    group = a_group("旧名", owner=owner)
    browser, to = client_for(owner), f"/groups/{group.pk}/details/name"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert browser.post(to, {"name": "新名", "about": "新的用处", "ends_on": tomorrow}).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.about, group.ends_on.isoformat()) == ("新名", "新的用处", tomorrow)
    answer = browser.post(to, {"name": "长" * 41, "about": "写了很久的话", "ends_on": ""})
    assert answer.status_code == 422 and "写了很久的话" in markup(answer) and 'aria-invalid="true"' in markup(answer)
    assert browser.post(to, {"name": "新名", "about": "", "ends_on": "2020-02-31"}).status_code == 422


def test_a_name_is_not_changed_where_its_last_day_is_refused(client_for) -> None:
    owner = a_person()
    group = a_group("旧名", owner=owner)
    answer = client_for(owner).post(f"/groups/{group.pk}/details/name", {"name": "新名", "about": "", "ends_on": "2020-01-01"})
    assert answer.status_code == 422
    group.refresh_from_db()
    assert group.name == "旧名"


def test_a_group_ends_and_is_opened_again_and_is_left(client_for) -> None:
    owner, member = a_person(), a_person()
    group = a_group(owner=owner, members=[member])
    browser = client_for(owner)
    browser.post(f"/groups/{group.pk}/details/archive")
    group.refresh_from_db()
    assert group.archived_at and "details/reopen" in read(browser, f"/groups/{group.pk}/details")
    assert browser.get(f"/groups/{group.pk}/invites").status_code == 403
    browser.post(f"/groups/{group.pk}/details/reopen")
    assert client_for(member).post(f"/groups/{group.pk}/details/leave")["Location"] == "/messages?done=left"
    assert not Member.objects.filter(group=group, person=member, left_at=None).exists()
    assert browser.post(f"/groups/{group.pk}/details/leave").status_code == 403
    assert browser.post(f"/groups/{group.pk}/details/nonsense").status_code == 404


# Members -----------------------------------------------------------------------------------------------------------------


def test_members_are_found_by_pinyin_with_posts_beside_names_but_not_where_all_are_equal(client_for) -> None:
    zhou, meng = a_person("周建国"), a_person("孟渔生", kind="resident")
    a_holding(zhou, a_post("副局长", a_unit("水产局")))
    work, listening = a_group(owner=zhou, members=[meng]), a_group(owner=zhou, members=[meng], kind="listening")
    assert "副局长" in read(client_for(meng), f"/groups/{work.pk}/members")
    assert "副局长" not in read(client_for(meng), f"/groups/{listening.pk}/members")
    found = read(client_for(zhou), f"/groups/{work.pk}/members?q=myus")
    found = found if "孟渔生" in found else read(client_for(zhou), f"/groups/{work.pk}/members?q=meng")
    assert "孟渔生" in found and f"members/{zhou.pk}/" not in found


def test_fifty_members_a_page(client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner, members=[a_person(f"成员{n}") for n in range(52)])
    assert "page=2" in read(client_for(owner), f"/groups/{group.pk}/members")
    assert read(client_for(owner), f"/groups/{group.pk}/members?page=2").count('<li class="row">') == 3


def test_what_a_manager_does_about_a_member(client_for) -> None:
    owner, member = a_person(), a_person()
    group = a_group(owner=owner, members=[member])
    browser = client_for(owner)

    def do(what: str, status: int = 302) -> Member:
        assert browser.post(f"/groups/{group.pk}/members/{member.pk}/{what}").status_code == status
        return Member.objects.get(group=group, person=member)

    assert do("silence").silenced and not do("unsilence").silenced
    assert do("manager").role == "manager" and do("member").role == "member"
    assert do("remove").left_at is not None
    do("remove", 404)


def test_the_owner_hands_the_group_over(client_for) -> None:
    owner, member = a_person(), a_person()
    group = a_group(owner=owner, members=[member])
    assert client_for(member).post(f"/groups/{group.pk}/members/{owner.pk}/hand-over").status_code == 403
    client_for(owner).post(f"/groups/{group.pk}/members/{member.pk}/hand-over")
    assert Member.objects.get(group=group, role="owner").person_id == member.pk


def test_who_cannot_be_asked_by_a_dialog_is_asked_on_a_page(client_for) -> None:
    owner, member = a_person(), a_person("孟渔生")
    group = a_group(owner=owner, members=[member])
    browser = client_for(owner)
    to = f"/groups/{group.pk}/members/{member.pk}/remove"
    assert f'value="{to}"' in read(browser, f"/groups/{group.pk}/members")
    asked = browser.post("/confirm", {"confirm_to": to, "confirm_question": "把孟渔生移出本群？"})
    assert asked.status_code == 200 and f'action="{to}"' in markup(asked)
    assert Member.objects.get(group=group, person=member).left_at is None


# Adding ------------------------------------------------------------------------------------------------------------------


def test_people_are_found_ticked_and_added(client_for) -> None:
    owner, zhou, locked = a_person(), a_person("周新桥"), a_person("周锁门")
    from huiyin.people.actions.locking import lock_person

    group = a_group(owner=owner)
    browser = client_for(owner)
    page = read(browser, f"/groups/{group.pk}/members/add?q=周新桥")
    assert f'value="{zhou.pk}"' in page
    lock_person(locked)
    answer = browser.post(f"/groups/{group.pk}/members/add", {"people": [zhou.pk, locked.pk, 999_999, "x"]})
    assert answer["Location"].endswith("?done=added")
    assert set(group.members.values_list("person_id", flat=True)) == {owner.pk, zhou.pk}
    assert browser.post(f"/groups/{group.pk}/members/add", {"people": [zhou.pk]})["Location"].endswith("?done=nobody")


def test_a_whole_unit_or_a_post_belongs_to_the_group_and_no_more(client_for) -> None:
    owner, unit = a_person(), a_unit("水产局")
    post = a_post("局长", unit)
    fang = a_holding(a_person("方敏"), post).person
    group = a_group(owner=owner)
    browser = client_for(owner)
    page = read(browser, f"/groups/{group.pk}/members/add?unit={unit.pk}")
    assert "方敏" in page and "局长" in page
    browser.post(f"/groups/{group.pk}/sources", {"unit": unit.pk})
    assert group.members.filter(person=fang, left_at=None).exists()
    browser.post(f"/groups/{group.pk}/sources", {"post": post.pk})
    assert browser.post(f"/groups/{group.pk}/sources", {}).status_code == 422
    assert "水产局" in read(browser, f"/groups/{group.pk}/members")
    for source in Source.objects.filter(group=group):
        browser.post(f"/groups/{group.pk}/sources/{source.pk}/remove")
    assert not Source.objects.filter(group=group).exists() and group.members.filter(person=fang, left_at=None).exists()


def test_a_source_of_another_group_is_not_there(client_for) -> None:
    owner = a_person()
    mine, other = a_group(owner=owner), a_group()
    add_source(other, other.made_by, unit=a_unit())
    source = Source.objects.get(group=other)
    assert client_for(owner).post(f"/groups/{mine.pk}/sources/{source.pk}/remove").status_code == 404


# Invitations and joining -------------------------------------------------------------------------------------------------


def test_an_invitation_is_made_shown_as_a_code_and_ended(client_for, settings) -> None:
    settings.ORIGIN = "https://huiyin.example"
    owner = a_person()
    group = a_group(owner=owner)
    browser = client_for(owner)
    answer = browser.post(f"/groups/{group.pk}/invites", {"met": "大坝上", "hours": "24", "places": "3"})
    invite = Invite.objects.get(group=group)
    assert answer["Location"] == f"/groups/{group.pk}/invites/{invite.pk}?done=invited"
    page = read(browser, f"/groups/{group.pk}/invites/{invite.pk}")
    assert "<svg" in page and "style=" not in page and f"https://huiyin.example/join/{invite.key}" in page and "大坝上" in page
    assert "大坝上" in read(browser, f"/groups/{group.pk}/invites")
    browser.post(f"/groups/{group.pk}/invites/{invite.pk}/revoke")
    assert '<svg class="scene"' in read(Client(), f"/join/{invite.key}", 410)
    assert browser.get(f"/groups/{group.pk}/invites/{invite.pk}").status_code == 200


@pytest.mark.parametrize(("hours", "places"), [("0", "5"), ("721", "5"), ("24", "0"), ("24", "501"), ("x", "5"), ("24", "")])
def test_an_invitation_without_sense_is_refused_and_the_words_stay(hours: str, places: str, client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    answer = client_for(owner).post(f"/groups/{group.pk}/invites", {"met": "码头边", "hours": hours, "places": places})
    assert answer.status_code == 422 and "码头边" in markup(answer) and not Invite.objects.exists()


def test_whoever_is_signed_in_comes_in_with_one_tap(client_for) -> None:
    owner, meng = a_person("沈若兰"), a_person(kind="resident")
    group = a_group("回望", owner=owner, kind="listening")
    invite = make_invite(group, owner, met="石湾村口")
    browser = client_for(meng)
    page = read(browser, f"/join/{invite.key}")
    assert "沈若兰" in page and "回望" in page and "石湾村口" in page and 'name="phone"' not in page
    assert browser.post(f"/join/{invite.key}")["Location"] == f"/groups/{group.pk}"
    assert Member.objects.get(group=group, person=meng).met == "石湾村口"
    assert browser.get(f"/join/{invite.key}")["Location"] == f"/groups/{group.pk}"
    assert Invite.objects.get(pk=invite.pk).used == 1


def test_in_a_demonstration_the_code_stands_on_the_page_and_nowhere_else(texts, settings) -> None:
    group = a_group()
    invite = make_invite(group, group.made_by)
    for demo, gateway, shown in ((True, "", True), (False, "console", False), (True, "https://sms.example/send", False)):
        settings.DEMONSTRATION, settings.SMS_GATEWAY = demo, gateway
        browser = Client()
        with patch("huiyin.people.sms._post"):
            browser.post(f"/join/{invite.key}", {"name": "小雨", "phone": a_phone()})
        page = markup(browser.get(f"/join/{invite.key}/code"))
        found = re.search(r'role="note">.*?(\d{6})', page, re.S)
        assert bool(found) == shown, (demo, gateway)
        if found:
            assert browser.post(f"/join/{invite.key}/code", {"code": found[1]})["Location"] == f"/groups/{group.pk}"
    settings.DEMONSTRATION, settings.SMS_GATEWAY = True, ""
    browser = Client()
    browser.post(f"/join/{invite.key}", {"name": "小雨", "phone": group.made_by.phone})
    assert 'role="note"' not in markup(browser.get(f"/join/{invite.key}/code")), "whoever knows an official's number is not they"


def test_somebody_new_joins_in_two_steps_and_is_inside(texts) -> None:
    group = a_group("回望", kind="listening")
    invite = make_invite(group, group.made_by)
    browser, phone = Client(), a_phone()
    first = browser.get(f"/join/{invite.key}")
    assert first.status_code == 200 and first["Referrer-Policy"] == "same-origin" and first["X-Robots-Tag"] == "noindex"
    sent = browser.post(f"/join/{invite.key}", {"name": "  小雨 ", "phone": phone})
    assert sent["Location"] == f"/join/{invite.key}/code"
    assert "回望" in read(browser, sent["Location"])
    (code,) = texts()
    wrong = browser.post(sent["Location"], {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    assert browser.post(sent["Location"], {"code": code})["Location"] == f"/groups/{group.pk}"
    person = Person.objects.get(phone=phone)
    assert (person.name, person.kind) == ("小雨", "resident")
    assert browser.get(f"/groups/{group.pk}").status_code == 200
    assert "joining" not in browser.session


def test_a_known_number_keeps_its_name(texts) -> None:
    zhou, group = a_person("周建国"), a_group()
    invite = make_invite(group, group.made_by)
    browser = Client()
    browser.post(f"/join/{invite.key}", {"name": "别的名字", "phone": zhou.phone})
    browser.post(f"/join/{invite.key}/code", {"code": texts()[0]})
    zhou.refresh_from_db()
    assert zhou.name == "周建国" and group.members.filter(person=zhou).exists()


def test_no_code_is_spent_on_a_bad_name_or_number(texts) -> None:
    group = a_group()
    invite = make_invite(group, group.made_by)
    browser = Client()
    for name, phone in (("", a_phone()), ("\u200b", a_phone()), ("小雨", "12345")):
        answer = browser.post(f"/join/{invite.key}", {"name": name, "phone": phone})
        assert answer.status_code == 422 and 'aria-invalid="true"' in markup(answer)
    assert texts() == []


def test_a_second_tap_leads_to_the_code_that_is_on_its_way(texts) -> None:
    group, phone = a_group(), a_phone()
    invite = make_invite(group, group.made_by)
    browser = Client()
    for _tap in range(2):
        assert browser.post(f"/join/{invite.key}", {"name": "小雨", "phone": phone}).status_code == 302
    assert len(texts()) == 1


def test_the_last_place_goes_while_the_code_is_typed(texts, client_for) -> None:
    group, other = a_group(), a_person()
    invite = make_invite(group, group.made_by, places=1)
    browser = Client()
    browser.post(f"/join/{invite.key}", {"name": "小雨", "phone": a_phone()})
    client_for(other).post(f"/join/{invite.key}")
    assert browser.post(f"/join/{invite.key}/code", {"code": texts()[0]}).status_code == 410


def test_the_code_page_of_another_invitation_knows_nothing(texts) -> None:
    group = a_group()
    first, second = make_invite(group, group.made_by), make_invite(group, group.made_by)
    browser = Client()
    browser.post(f"/join/{first.key}", {"name": "小雨", "phone": a_phone()})
    assert browser.get(f"/join/{second.key}/code")["Location"] == f"/join/{second.key}"


def test_what_has_ended_says_so_and_what_never_was_is_not_there() -> None:
    group = a_group()
    invite, expired, of_ended = (make_invite(group, group.made_by) for _ in range(3))
    revoke_invite(invite, group.made_by)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert Client().get(f"/join/{expired.key}").status_code == 410
    assert Client().get(f"/join/{invite.key}").status_code == 410
    archive(group, group.made_by)
    assert Client().get(f"/join/{of_ended.key}").status_code == 410
    assert Client().get("/join/never").status_code == 404
    assert Client().get("/join/never/code").status_code == 404


# Messages: forwarded, read, marked -----------------------------------------------------------------------------------------


def test_a_message_goes_to_several_groups_once_however_often_the_form_is_sent(client_for) -> None:
    zhou = a_person()
    here, there, also = (a_group(name, owner=zhou) for name in ("甲群", "乙群", "丙群"))
    notices = a_group("只读群", kind="notice", members=[zhou])
    say(here, zhou, "冷库腾出来了")
    browser, to = client_for(zhou), f"/groups/{here.pk}/messages/1/forward"
    page = read(browser, to)
    assert "乙群" in page and "丙群" in page and f'value="{notices.pk}"' not in page and f'value="{here.pk}"' not in page
    assert "丙群" not in read(browser, f"{to}?q=乙").partition('class="card" method="post"')[2]
    for _time in range(2):
        answer = browser.post(to, {"groups": [there.pk, also.pk, notices.pk], "key": "k1"})
        assert answer.status_code == 200 and f"/groups/{there.pk}" in markup(answer)
    assert [Message.objects.filter(group=g).count() for g in (there, also, notices)] == [1, 1, 0]
    copy = Message.objects.get(group=there)
    assert copy.extra["forwarded"]["from"] == [here.pk, 1] and "甲群" not in str(copy.extra), "who reads it there may not see that group"
    shown = read(browser, f"/groups/{there.pk}")
    assert "来自其他群" in shown and f'href="/groups/{here.pk}?at=1"' in shown
    nothing = browser.post(to, {"key": "k2"})
    assert nothing.status_code == 422


def test_what_was_forwarded_before_its_place_was_kept_still_stands_in_its_group(client_for) -> None:
    zhou = a_person()
    group = a_group(owner=zhou)
    say(group, zhou, "冷库腾出来了", forwarded={"author": "孟庆芳", "group": "甲群", "at": "2026-03-02T08:00:00+00:00"})
    shown = read(client_for(zhou), f"/groups/{group.pk}")
    assert "孟庆芳" in shown and "来自其他群" in shown and "冷库腾出来了" in shown and "甲群" not in shown


def test_what_was_taken_back_is_not_forwarded(client_for) -> None:
    zhou = a_person()
    group = a_group(owner=zhou)
    recall_message(say(group, zhou, "说错了"), zhou)
    assert client_for(zhou).get(f"/groups/{group.pk}/messages/1/forward").status_code == 409
    assert client_for(zhou).get(f"/groups/{group.pk}/messages/9/forward").status_code == 404


def test_the_author_sees_who_has_read_those_named_first(client_for) -> None:
    lin, zhou, fang = a_person("林知远"), a_person("周建国"), a_person("方敏")
    group = a_group(owner=lin, members=[fang, zhou])
    message = say(group, lin, "@周建国 明天下班以前")
    say(group, zhou, "收到")
    mark_read(group, fang, message.n)
    path = f"/groups/{group.pk}/messages/1/receipts"
    page = read(client_for(lin), path)
    columns = page.partition('class="receipts"')[2]
    assert columns.index("周建国") < columns.index("方敏")
    assert client_for(fang).get(path).status_code == 403


def test_in_a_listening_group_nothing_is_told_about_residents(client_for) -> None:
    shen, aide, xiaoyu = a_person("沈若兰"), a_person("许立"), a_person("小雨", kind="resident")
    group = a_group(owner=shen, members=[aide, xiaoyu], kind="listening")
    say(group, shen, "路灯亮了吗")
    page = read(client_for(shen), f"/groups/{group.pk}/messages/1/receipts").partition('class="column"')[2]
    assert "许立" in page and "小雨" not in page


def test_recalling_and_pinning_answer_scripts_and_forms(client_for) -> None:
    zhou = a_person()
    group = a_group(owner=zhou)
    say(group, zhou, "值班表")
    browser, to = client_for(zhou), f"/groups/{group.pk}/messages/1"
    assert browser.post(f"{to}/pin", headers={"accept": "application/json"}).json() == {"ok": True}
    assert Message.objects.get(group=group).pinned_at
    assert browser.post(f"{to}/unpin")["Location"] == f"/groups/{group.pk}?around=1#m1"
    assert browser.post(f"{to}/recall").status_code == 302
    assert Message.objects.get(group=group).recalled_at
    refused = browser.post(f"{to}/pin", headers={"accept": "application/json"})
    assert refused.status_code == 409 and refused.json()["words"]
    assert browser.post(f"{to}/shout").status_code == 404
    assert browser.get(f"{to}/pin").status_code == 405


# Photos, files, links ------------------------------------------------------------------------------------------------------


def test_the_gallery_shows_each_kind_by_month_and_goes_back(client_for, monkeypatch) -> None:
    from huiyin.groups.views import galleries

    zhou = a_person("周建国")
    group = a_group(owner=zhou)
    photo, paper = a_photo(zhou), a_paper(zhou)
    say(group, zhou, "", uploads=[photo.key])
    say(group, zhou, "", uploads=[paper.key])
    say(group, zhou, "看 https://example.org/tea 这里")
    browser, path = client_for(zhou), f"/groups/{group.pk}/gallery"
    assert f"files/{photo.key}/thumb" in read(browser, path) and photo.key in read(browser, f"{path}?kind=nonsense")
    assert "去向.csv" in read(browser, f"{path}?kind=file")
    assert 'href="https://example.org/tea"' in read(browser, f"{path}?kind=link")
    assert "scene" in read(browser, f"{path}?kind=video")
    monkeypatch.setattr(galleries, "A_PAGE", 1)
    newer = a_photo(zhou)
    say(group, zhou, "", uploads=[newer.key])
    first = read(browser, path)
    assert newer.key in first and photo.key not in first
    before = re.search(r"before=(\d+)", first)[1]
    assert photo.key in read(browser, f"{path}?before={before}")


def test_files_are_for_members_and_go_with_the_message(client_for) -> None:
    zhou, fang = a_person(), a_person()
    group, elsewhere = a_group(owner=zhou, members=[fang]), a_group(owner=fang)
    upload = a_photo(zhou)
    message = say(group, zhou, "", uploads=[upload.key])
    path = f"/groups/{group.pk}/files/{upload.key}/thumb"
    answer = client_for(fang).get(path)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/webp" and answer["X-Content-Type-Options"] == "nosniff"
    assert client_for(fang).get(f"/groups/{elsewhere.pk}/files/{upload.key}/thumb").status_code == 404
    assert client_for(fang).get(path.replace("thumb", "poster")).status_code == 404
    recall_message(message, zhou)
    assert client_for(fang).get(path).status_code == 404


def test_the_picture_of_a_link_card(client_for) -> None:
    zhou = a_person()
    group = a_group(owner=zhou)
    message = say(group, zhou, "https://example.org/tea")
    path = f"/groups/{group.pk}/files/card/1"
    assert client_for(zhou).get(path).status_code == 404
    card = LinkCard(url_hash="x", url="https://example.org/tea", title="茶", image=a_photo(zhou), fetched_at=timezone.now())
    LinkCard.objects.bulk_create([card])
    Message.objects.filter(pk=message.pk).update(link_card=LinkCard.objects.get())
    assert client_for(zhou).get(path)["Content-Type"] == "image/webp"


# New groups ----------------------------------------------------------------------------------------------------------------


def test_an_official_opens_a_group_and_then_brings_people_in(client_for) -> None:
    zhou, unit = a_person(), a_unit("水产局")
    a_holding(zhou, a_post("副局长", unit))
    browser = client_for(zhou)
    assert f'<option value="{unit.pk}" selected>' in read(browser, "/groups/new")
    answer = browser.post("/groups/new", {"name": "鮰鱼上市", "kind": "work", "about": "卖鱼", "unit": unit.pk, "ends_on": ""})
    group = Group.objects.get(name="鮰鱼上市")
    assert answer["Location"] == f"/groups/{group.pk}/members/add?done=opened"
    assert (group.unit_id, group.about, group.quiet) == (unit.pk, "卖鱼", False)
    assert read(browser, answer["Location"])


def test_what_is_wrong_with_a_new_group_is_said_and_nothing_is_lost(client_for) -> None:
    zhou = a_person()
    for wrong in ({"name": ""}, {"kind": "secret"}, {"ends_on": "2020-01-01"}, {"ends_on": "昨天"}):
        typed = {"name": "好名字", "kind": "notice", "about": "写了很久", "unit": "", "ends_on": "", "quiet": "on"} | wrong
        answer = client_for(zhou).post("/groups/new", typed)
        assert answer.status_code == 422 and "写了很久" in markup(answer)
    assert not Group.objects.exists()


def test_residents_are_told_who_opens_groups(client_for) -> None:
    browser = client_for(a_person(kind="resident"))
    assert browser.get("/groups/new").status_code == 403
    assert browser.post("/groups/new", {"name": "我的群", "kind": "work"}).status_code == 403


# Search --------------------------------------------------------------------------------------------------------------------


def test_words_are_found_marked_and_lead_to_their_place(client_for) -> None:
    zhou, meng = a_person("周建国"), a_person("孟渔生", kind="resident")
    group = a_group("网箱清拆", owner=zhou, members=[meng])
    say(group, meng, "网箱里还有三万多斤<b>鮰鱼</b>")
    page = read(client_for(zhou), "/search?q=鮰鱼")
    assert "<mark>鮰鱼</mark>" in page and f"/groups/{group.pk}?around=1#m1" in page and "&lt;b&gt;" in page
    page = read(client_for(zhou), "/search?q=网箱")
    assert f'href="/groups/{group.pk}"' in page.partition('id="main"')[2]
    assert f'href="/people/{zhou.pk}"' in read(client_for(meng), "/search?q=周建国")
    assert "<mark>" not in read(client_for(a_person()), "/search?q=鮰鱼")


def test_search_is_narrowed_by_group_person_day_and_kind(client_for) -> None:
    zhou, meng = a_person("周建国"), a_person("孟渔生", kind="resident")
    one, two = a_group("甲", owner=zhou, members=[meng]), a_group("乙", owner=zhou)
    say(one, meng, "水位涨了")
    say(two, zhou, "水位正常")
    browser = client_for(zhou)

    def finds(query: str) -> set[str]:
        page = read(browser, f"/search?{query}")
        return {name for name, group in (("甲", one), ("乙", two)) if f"/groups/{group.pk}?around=" in page}

    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    assert finds("q=水位") == {"甲", "乙"}
    assert finds(f"q=水位&group={two.pk}") == {"乙"}
    assert finds("q=水位&from=孟渔生") == {"甲"} and finds("from=孟渔生") == {"甲"}
    assert finds("q=水位&from=没有这个人") == set()
    assert finds(f"q=水位&since={today}&until={today}&order=newest") == {"甲", "乙"}
    assert finds(f"q=水位&since={tomorrow}") == set() and finds("q=水位&kind=photo") == set()
    assert finds("q=水位&since=nonsense&kind=nonsense&group=x&page=-1") == {"甲", "乙"}


@pytest.mark.parametrize("hour", [0, 7, 12, 23])
def test_a_day_is_the_countys_day_at_every_hour(client_for, hour: int) -> None:
    zhou = a_person("周建国")
    group = a_group("甲", owner=zhou)
    noon = timezone.localtime().replace(hour=hour, minute=30)
    with time_machine.travel(noon, tick=False):
        say(group, zhou, "水位涨了")
        day = noon.date()
        found = f"/groups/{group.pk}?around="
        browser = client_for(zhou)
        assert found in read(browser, f"/search?q=水位&since={day}&until={day}")
        assert found in read(browser, f"/search?q=水位&since={day}&until={day}&from=周建国")
        for other in (day - timedelta(days=1), day + timedelta(days=1)):
            assert found not in read(browser, f"/search?q=水位&since={other}&until={other}")


def test_whoever_comes_from_a_group_to_search_it_is_not_told_that_nothing_was_found(client_for) -> None:
    zhou = a_person()
    group = a_group("渔政", owner=zhou)
    assert "没有找到" not in read(client_for(zhou), f"/search?group={group.pk}")
    assert client_for(a_person()).get(f"/search?group={group.pk}").status_code == 200
    assert "渔政" not in read(client_for(a_person()), f"/search?group={group.pk}")


def test_of_two_with_one_name_one_chooses(client_for) -> None:
    owner, first, second = a_person(), a_person("王芳", kind="resident"), a_person("王芳", kind="resident")
    group = a_group(owner=owner, members=[first, second])
    say(group, first, "桥头积水")
    say(group, second, "桥尾积水")
    page = read(client_for(owner), "/search?q=积水&from=王芳")
    assert f"author={first.pk}" in page and "<mark>" not in page
    page = read(client_for(owner), f"/search?q=积水&from=王芳&author={second.pk}")
    assert "桥尾" in page.partition('id="main"')[2] and "桥头" not in page.partition('id="main"')[2]


# Figures -------------------------------------------------------------------------------------------------------------------


def test_every_page_asks_the_database_few_questions(client_for) -> None:
    owner = a_person("周建国")
    unit = a_unit()
    a_holding(owner, a_post("局长", unit))
    group = a_group("水", owner=owner, members=[a_person() for _ in range(12)], unit=unit)
    for n in range(12):
        say(group, owner, f"水位 {n}", uploads=[a_paper(owner, f"水位{n}.csv").key])
        a_group(f"水{n}", owner=owner)
    add_source(group, owner, unit=unit)
    invite = make_invite(group, owner)
    mute(group, owner, True)
    browser, at = client_for(owner), f"/groups/{group.pk}"
    index_pending()  # as the worker does beside posting
    read(browser, "/search?q=水位")
    inside = (
        "details", "members", "members?q=a", "members/add", "members/add?q=周", f"members/add?unit={unit.pk}", "invites",
        f"invites/{invite.pk}", "gallery", "gallery?kind=file", "gallery?kind=link", "messages/1/forward", "messages/1/receipts",
    )  # fmt: skip
    searches = ("/search", "/search?q=水位", f"/search?q=水位&group={group.pk}&from=周建国")
    pages = [*(f"{at}/{page}" for page in inside), "/groups/new", *searches]
    counted = {}
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            read(browser, page)
        counted[page] = len(asked)
    everywhere = counted.pop("/search?q=水位")  # each app asks by its own rule, whatever it has
    assert everywhere <= 48
    assert {page: n for page, n in counted.items() if n > QUERIES} == {}, counted
