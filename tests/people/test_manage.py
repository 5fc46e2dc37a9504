"""Administration as each of the three administrators meets it, in a browser without JavaScript."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.language.tables import write_csv
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.organisation import add_person, add_post, add_unit, take_post
from huiyin.people.hours import hours_of
from huiyin.people.models import Administrator, Holding, Person, Post, StaffImport, Unit
from huiyin.people.queries import holder_of
from huiyin.people.urls import staff
from tests.factories import a_person, a_unit

SYSTEM = ["/manage/units", "/manage/units/new", "/manage/posts", "/manage/posts/new", "/manage/staff", "/manage/staff/new",
          "/manage/delegations", "/manage/staff/import", "/manage/days", "/manage/days/2026.json"]  # fmt: skip
SECURITY = ["/manage/administrators", "/manage/administrators/new", "/manage/locks", "/manage/locks?q=方"]
AUDIT = ["/manage/journal", "/manage/journal?stream=organisation&kind=unit.added&since=2020-01-01"]


def one_of(role: str) -> Person:
    person = a_person()
    appoint_administrator(person, role)
    return person


@pytest.mark.parametrize(("role", "own"), [("system", SYSTEM), ("security", SECURITY), ("audit", AUDIT)])
def test_each_administrator_sees_their_own_pages_and_no_others(client_for, role: str, own: list[str]) -> None:
    add_unit("云梦县")
    browser, nobody = client_for(one_of(role)), client_for(a_person())
    assert browser.get("/manage").status_code == 200 and nobody.get("/manage").status_code == 403
    for path in SYSTEM + SECURITY + AUDIT:
        assert browser.get(path).status_code == (200 if path in own else 403), path
        assert nobody.get(path).status_code == 403


def test_nothing_of_administration_answers_to_others(client_for) -> None:
    """Every address of administration, with things that exist, as an official without a role: none answers."""
    unit = add_unit("云梦县")
    post = add_post(unit, "县长")
    person = one_of("audit")
    holding = take_post(post, person)
    kept = StaffImport.objects.create(by=person, file_name="x", rows={})
    pks = {"units": unit.pk, "posts": post.pk, "holdings": holding.pk, "staff/import": kept.pk}
    browser = client_for(a_person())
    resolver = get_resolver()
    for pattern in staff.urlpatterns:
        if not str(pattern.pattern).lstrip("^").startswith("manage"):
            continue
        for possibility, _pattern, _defaults, _converters in resolver.reverse_dict.getlist(pattern.name):
            template, params = possibility[0]
            at = next((pk for key, pk in pks.items() if f"manage/{key}/" in template), person.pk)
            path = "/" + template % {name: {"form": "csv", "year": 2026}.get(name, at) for name in params}
            assert browser.get(path).status_code in (403, 302 if "verify" in path else 403), path
            assert browser.post(path).status_code == 403, path


def test_what_was_just_made_stands_on_the_page_that_follows_and_is_the_one_shown(client_for) -> None:
    browser = client_for(one_of("system"))
    first = a_unit("云梦县")
    for n in range(60):
        a_person(f"王{chr(0x4E00 + n)}")
    said = {
        "/manage/units/new": {"name": "义堂镇", "kind": "bureau", "parent": first.pk},
        "/manage/posts/new": {"unit": (other := a_unit("应急管理局")).pk, "title": "值班科员"},
        "/manage/staff/new": {"name": "周向晚", "phone": "13800000077", "kind": "official"},
    }
    for path, fields in said.items():
        page, _, place = browser.post(path, fields)["Location"].partition("#")
        shown = browser.get(page).content.decode()
        found = shown.partition(f'id="{place}"')[2].partition("</li>")[0]
        assert place and (fields.get("title") or fields["name"]) in found, path
    neighbour = browser.post("/manage/staff/new", {"name": "何 念", "phone": "13800000078", "kind": "resident"})["Location"]
    assert f'id="{neighbour.partition("#")[2]}"' in browser.get(neighbour.partition("#")[0]).content.decode()
    post = Post.objects.get(title="值班科员")
    renamed = browser.post(f"/manage/posts/{post.pk}", {"title": "值班长"})["Location"]
    assert renamed == f"/manage/posts?unit={other.pk}#post-{post.pk}"


def test_the_system_administrator_builds_a_unit_with_a_post_and_a_holder(client_for) -> None:
    browser = client_for(one_of("system"))
    assert browser.post("/manage/units/new", {"name": "云梦县", "kind": "county", "code": "420923"}).status_code == 302
    unit = Unit.objects.get()
    assert browser.post("/manage/posts/new", {"unit": unit.pk, "title": "县长"}).status_code == 302
    said = {"name": "沈若兰", "phone": "138 0000 0001", "kind": "official", "home": "", "about": ""}
    assert browser.post("/manage/staff/new", said).status_code == 302
    post = Post.objects.get()
    assert browser.post(f"/manage/posts/{post.pk}/take", {"person": "沈若兰", "since": "2024-01-01"}).status_code == 302
    assert holder_of(post).person.name == "沈若兰"
    assert "沈若兰" in browser.get(f"/manage/posts/{post.pk}").content.decode()
    assert browser.post(f"/manage/holdings/{Holding.objects.get().pk}/end", {"until": "2024-02-01"}).status_code == 302
    assert browser.post(f"/manage/posts/{post.pk}/close").status_code == 302
    assert browser.post(f"/manage/units/{unit.pk}/close").status_code == 302
    assert set(Entry.objects.filter(stream__key="organisation", by__administrator__role="system").values_list("kind", flat=True)) == {
        "unit.added", "post.added", "person.added", "post.taken", "post.left", "post.closed", "unit.closed",
    }  # fmt: skip


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(client_for) -> None:
    browser = client_for(one_of("system"))
    add_unit("云梦县")
    twice = browser.post("/manage/units/new", {"name": "云梦县", "kind": "county", "short_name": "梦"})
    page = twice.content.decode()
    assert twice.status_code == 422 and 'id="id_name_error"' in page and 'value="梦"' in page and 'aria-invalid="true"' in page
    unit = Unit.objects.get()
    first, second = add_post(unit, "甲岗"), add_post(unit, "乙岗")
    browser.post(f"/manage/posts/{first.pk}", {"title": "甲岗", "reports_to": second.pk})
    circle = browser.post(f"/manage/posts/{second.pk}", {"title": "乙岗", "reports_to": first.pk})
    assert circle.status_code == 422 and "乙岗 → 云梦县甲岗 → 云梦县乙岗" in circle.content.decode()
    full = browser.post(f"/manage/units/{unit.pk}/close")
    assert full.status_code == 409 and "甲岗" in full.content.decode()


def test_a_residents_number_is_hidden_also_from_the_administrator_and_stays(client_for) -> None:
    resident = add_person("孟渔生", "13800001234", kind="resident")
    browser = client_for(one_of("system"))
    path = f"/manage/staff/{resident.pk}"
    page = browser.get(path).content.decode()
    assert "1234" in page and "0000 1234" not in page and "13800001234" not in page
    said = {"name": "孟渔生", "phone": "", "kind": "resident", "about": "渔民"}
    assert browser.post(path, said).status_code == 302
    resident.refresh_from_db()
    assert (resident.phone, resident.about) == ("+8613800001234", "渔民")


def test_the_security_administrator_appoints_locks_and_unlocks(client_for) -> None:
    security, other = one_of("security"), add_person("方敏", "13800000003")
    browser = client_for(security)
    assert browser.post("/manage/administrators/new", {"person": "方敏", "role": "audit"}).status_code == 302
    assert Administrator.objects.get(person=other).role == "audit"
    again = browser.post("/manage/administrators/new", {"person": "方敏", "role": "system"})
    assert again.status_code == 422
    assert browser.post(f"/manage/administrators/{other.pk}/dismiss").status_code == 302
    assert browser.post(f"/manage/locks/{other.pk}/lock").status_code == 302
    other.refresh_from_db()
    assert other.locked_at and "方敏" in browser.get("/manage/locks").content.decode()
    assert browser.post(f"/manage/locks/{other.pk}/unlock").status_code == 302
    assert browser.post(f"/manage/locks/{security.pk}/lock").status_code == 403


def test_reading_the_record_is_recorded_and_taking_it_out_too(client_for) -> None:
    audit = one_of("audit")
    add_unit("云梦县")
    browser = client_for(audit)
    page = browser.get("/manage/journal", {"kind": "unit.added"}).content.decode()
    assert "云梦县" in page
    read = Entry.objects.get(kind="journal.read")
    assert read.by == audit and read.data["kind"] == "unit.added"
    table = browser.get("/manage/journal.csv", {"stream": "organisation"})
    assert table["Content-Type"].startswith("text/csv") and "unit.added" in table.content.decode("utf-8-sig")
    assert Entry.objects.filter(kind="journal.exported", by=audit).count() == 1
    assert browser.post("/manage/journal/verify").status_code == 302
    assert Entry.objects.get(kind="journal.verified").data["broken"] == ""
    assert browser.get("/manage").status_code == 200


def test_what_cannot_be_searched_for_is_said_beside_its_field(client_for) -> None:
    answer = client_for(one_of("audit")).get("/manage/journal", {"since": "昨天", "person": "没有此人"})
    assert answer.status_code == 422 and "没有此人" in answer.content.decode()


def test_the_record_is_read_page_by_page_without_gaps(client_for) -> None:
    for n in range(60):
        add_unit(f"第{n}办公室")
    browser = client_for(one_of("audit"))
    first = browser.get("/manage/journal", {"kind": "unit.added"})
    second = browser.get("/manage/journal" + first.context["next"])
    names = [line.entry.data["name"] for page in (first, second) for line in page.context["lines"]]
    assert names == [f"第{n}办公室" for n in reversed(range(60))] and "next" not in second.context


def a_list(*rows: list[str], name: str = "名单.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, write_csv(["单位", "职务", "姓名", "手机", "任职日期"], rows))


def test_a_list_is_brought_looked_at_and_taken(client_for) -> None:
    browser = client_for(one_of("system"))
    brought = browser.post("/manage/staff/import", {"file": a_list(["云梦县", "县长", "沈若兰", "13800000001", "2024-01-01"])})
    assert brought.status_code == 302 and not Unit.objects.exists()
    page = browser.get(brought["Location"]).content.decode()
    assert "沈若兰" in page and 'name="confirm"' in page and '<span class="row-number">2</span>' in page
    assert browser.post(brought["Location"], {"confirm": "1"}).status_code == 302
    assert Holding.objects.get().since == date(2024, 1, 1)
    assert browser.get(brought["Location"]).status_code == 200
    assert browser.post(brought["Location"], {"confirm": "1"}).status_code == 409
    for form in ("xlsx", "csv"):
        assert browser.get(f"/manage/staff/export.{form}").status_code == 200


def test_a_broken_list_names_its_rows_and_offers_no_way_to_take_it(client_for) -> None:
    system = one_of("system")
    browser = client_for(system)
    brought = browser.post("/manage/staff/import", {"file": a_list(["云梦县", "县长", "沈若兰", "12", ""], ["", "县长", "", "", ""])})
    page = browser.get(brought["Location"]).content.decode()
    assert 'name="confirm"' not in page and "手机" in page
    assert browser.post(brought["Location"], {"confirm": "1"}).status_code == 409 and not Unit.objects.exists()
    other = client_for(one_of("system"))
    assert other.get(brought["Location"]).status_code == 404
    assert browser.post(brought["Location"], {"discard": "1"}).status_code == 302 and not StaffImport.objects.exists()


def test_a_preview_gone_stale_is_refused_in_words(client_for) -> None:
    browser = client_for(one_of("system"))
    brought = browser.post("/manage/staff/import", {"file": a_list(["云梦县", "县长", "沈若兰", "13800000001", ""])})
    add_unit("云梦县")
    assert 'name="confirm"' not in browser.get(brought["Location"]).content.decode()
    assert browser.post(brought["Location"], {"confirm": "1"}).status_code == 409 and not Post.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"PK\x03\x04"])
def test_a_file_that_is_no_list_is_refused_beside_its_field(client_for, content: bytes) -> None:
    answer = client_for(one_of("system")).post("/manage/staff/import", {"file": SimpleUploadedFile("list.xlsx", content)})
    assert answer.status_code == 422 and 'id="id_file_error"' in answer.content.decode()


def test_a_unit_has_hours_of_its_own_or_those_of_the_unit_above(client_for):
    keeper = a_person()
    appoint_administrator(keeper, "system")
    county = a_unit("回水县")
    bureau = a_unit("水产局", county)
    page = client_for(keeper)
    times = {
        "morning_from": "08:00", "morning_to": "11:30", "afternoon_from": "14:30", "afternoon_to": "18:00",
        "quiet_from": "22:00", "quiet_to": "06:30",
    }  # fmt: skip
    assert page.post(f"/manage/units/{county.pk}/hours", {"own": "own", **times}).status_code == 302
    assert hours_of(county.pk).to_dict()["afternoon"] == ["14:30", "18:00"]
    shown = page.get(f"/manage/units/{bureau.pk}/hours").content.decode()
    assert 'value="22:00"' in shown, "the unit below follows"
    wrong = page.post(f"/manage/units/{bureau.pk}/hours", {"own": "own", **times, "morning_to": "07:00"})
    assert wrong.status_code == 422
    assert "这个时间要晚于前一个时间" in wrong.content.decode()
    assert 'value="14:30"' in wrong.content.decode(), "nothing typed is lost"
    page.post(f"/manage/units/{bureau.pk}/hours", {"own": "own", **times, "morning_to": "12:00"})
    page.post(f"/manage/units/{bureau.pk}/hours", {"own": "above", **times})
    bureau.refresh_from_db()
    assert bureau.hours == {}


def test_every_kind_of_entry_and_each_of_its_parts_has_words_in_both_languages(in_language):
    for language in ("zh-hans", "en"):
        with in_language(language):
            for kind in EVENT_TYPES:
                assert str(kind.words) != kind.name, f"EventType({kind.name!r}, …, words)"
                assert all(str(words) for words in kind.fields.values()), kind.name
    with in_language("zh-hans"):
        assert str(EVENT_TYPES["post.taken"].words) == "到任"


def test_of_two_people_of_one_name_the_one_is_meant_whose_post_stands_beside_it(client_for):
    system = a_person()
    appoint_administrator(system, "system")
    unit = add_unit("水务局")
    head, station = add_post(unit, "局长"), add_post(unit, "站长")
    first, second = a_person("秦望"), a_person("秦望")
    take_post(head, first)
    take_post(station, second)
    vacant = add_post(unit, "副局长")
    client = client_for(system)
    form = {"person": "秦望", "since": date.today().isoformat(), "acting": "on"}
    assert client.post(f"/manage/posts/{vacant.pk}/take", form).status_code == 422
    shown = client.get("/people/suggest?q=秦望", headers={"accept": "application/json"}).json()["people"]
    wanted = next(one for one in shown if one["post"].endswith("站长"))
    assert client.post(f"/manage/posts/{vacant.pk}/take", form | {"person": f"{wanted['name']} · {wanted['post']}"}).status_code == 302
    assert Holding.objects.get(post=vacant).person == second
