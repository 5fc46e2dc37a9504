"""Requests come in, are listed where they are published, and tell a program of its own where they stand."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.cases.actions import accept_case, answer_case, dispatch_case, publish_case
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case, CaseFile, Channel
from huiyin.cases.rules import Speaker
from tests.markup import markup
from tests.open311.conftest import publish, xml

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def test_a_request_comes_in_as_from_the_public_form(program):
    told = program.send(first_name="玉兰", last_name="王", phone="138 0000 1234", address_string="云河镇中心街3号")
    case = Case.objects.get(pk=told["service_request_id"])
    assert (case.channel, case.topic, case.name, case.phone) == (Channel.OPEN311, "water", "玉兰 王", "+8613800001234")
    assert case.text == "村口的水管漏了三天" and case.place == "云河镇中心街3号 (30.65983, 104.06356)"
    assert case.author is None and case.by is None and not case.is_petition
    assert told["service_notice"] == f"№ {case.number}" and told["account_id"] is None


def test_what_has_no_field_goes_along_in_the_words(program):
    told = program.send(email="wang@example.cn", phone="028-87654321", **{"attribute[since]": "2026-11-01T08:00:00+08:00"})
    case = Case.objects.get(pk=told["service_request_id"])
    assert case.text == "村口的水管漏了三天\n\n开始时间：2026-11-01 08:00\n电话：028-87654321\n电子邮箱：wang@example.cn"
    assert case.phone == ""


def test_the_same_is_registered_once(program, another):
    for name in ("key", "external_id", "attribute[fixmystreet_id]"):
        first, again = program.send(**{name: "117"}), program.send(**{name: "117"})
        assert first == again
        assert another().send(**{name: "117"})["service_request_id"] != first["service_request_id"]
        answer = program.post(service_code="water", lat="30.6", long="104", description="别的事", **{name: "117"})
        assert answer.status_code == 400
    assert Case.objects.count() == 5  # of this program one for its key, one for its number, however that is called; three of others


def test_who_sent_it_reads_where_it_stands_and_no_words(program, nobody, another, county):
    pk = program.send(description="王玉兰家门口的水管漏了")["service_request_id"]
    own = program.read(f"requests/{pk}.json")[0]
    assert own["status"] == "open" and own["service_code"] == "water" and own["description"] is None
    assert nobody.get(f"requests/{pk}.json").status_code == 404
    assert another().get(f"requests/{pk}.json").status_code == 404
    assert [one["service_request_id"] for one in program.read("requests.json")] == [pk] and nobody.read("requests.json") == []
    case = Case.objects.get(pk=pk)
    accept_case(case, county.who("desk"))
    dispatch_case(case, county.who("desk"), county.water.pk)
    answer_case(case, county.who("head"), "solved", "水管已经换好，请再看看。")
    answer = program.get(f"requests/{pk}.json")
    assert json.loads(answer.content)[0]["status"] == "closed"
    assert "换好" not in markup(answer) and "漏了" not in markup(answer) and "水务" not in markup(answer)


def test_only_what_everybody_may_read_is_listed(nobody, county):
    case = county.answered(place="中心街3号", name="王玉兰", phone="13800001234")
    assert nobody.read("requests.json") == []
    publish(county, case, title="水管漏水", text="村口的水管漏水。我叫王玉兰，电话13800001234")
    (row,) = nobody.read("requests.json")
    assert row["service_request_id"] == str(case.pk) and row["status"] == "closed" and row["status_notes"] == "已答复"
    assert row["description"] == "水管漏水\n\n村口的水管漏水。我叫***，电话***" and row["agency_responsible"] == county.water.name
    assert row["service_code"] == "other"
    assert all(row[name] is None for name in ("address", "address_id", "zipcode", "lat", "long", "media_url"))
    assert all(MOMENT.fullmatch(row[name]) for name in ("requested_datetime", "updated_datetime")) and row["expected_datetime"] is None
    assert nobody.read(f"requests/{case.pk}.json") == [row]
    publish_case(case, Speaker(holds=frozenset({case.pk})), consent=False)
    assert nobody.read("requests.json") == [] and nobody.get(f"requests/{case.pk}.json").status_code == 404


def test_xml_says_the_same(nobody, county):
    case = publish(county, county.answered(), title="<水管> & “漏水”", text="一行\n两行")
    request = xml(nobody.get("requests.xml")).find("request")
    assert request is not None and request.findtext("service_request_id") == str(case.pk)
    assert request.findtext("description") == "<水管> & “漏水”\n\n一行\n两行" and request.findtext("lat") == ""
    root = xml(nobody.get(f"requests/{case.pk}.xml"))
    assert root.tag == "service_requests" and [one.tag for one in root] == ["request"]
    assert [one.tag for one in request] == list(nobody.read("requests.json")[0])


def test_a_list_is_narrowed(nobody, county):
    water, other = publish(county, county.given(topic="water")), publish(county, county.answered(topic="自己写的"))
    seen = lambda **asked: {one["service_request_id"] for one in nobody.read("requests.json", **asked)}  # noqa: E731
    assert seen() == {str(water.pk), str(other.pk)}
    assert seen(status="open") == {str(water.pk)} and seen(status="closed") == {str(other.pk)} == seen(service_code="other,none")
    assert seen(status="open,closed") == seen(service_code="water,other") == seen()
    assert seen(jurisdiction_id="") == seen(jurisdiction_id="yunhe.example") == seen()
    assert seen(service_request_id=f"{water.pk},17,x", status="closed") == {str(water.pk)}
    assert seen(page=1, page_size=1) == {str(other.pk)} and seen(page=2, page_size=1) == {str(water.pk)}
    assert seen(page=3, page_size=1) == set()
    now = timezone.now()
    stamp = lambda at: at.isoformat(timespec="seconds")  # noqa: E731
    assert seen(start_date=stamp(now - timedelta(days=1)), end_date=stamp(now + timedelta(days=1))) == seen()
    assert seen(end_date=stamp(now - timedelta(days=1))) == set() == seen(start_date=stamp(now + timedelta(days=1)))
    assert seen(updated_since=stamp(now - timedelta(hours=1))) == seen() and seen(updated_since=stamp(now + timedelta(hours=1))) == set()
    assert seen(updated_before=stamp(now - timedelta(hours=1))) == set()
    with time_machine.travel(now + timedelta(days=91)):
        assert seen() == set()
    # The plus of a zone that was not written %2B reads as a space.
    answer = nobody.client.get(f"/open311/v2/requests.json?start_date={(now - timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%S')}+08:00")
    assert answer.status_code == 200 and len(answer.json()) == 2


def test_consent_that_comes_with_it_is_a_wish_until_its_author_has_seen_how_it_looks(another, nobody, county):
    telling = another(tells_code=True)
    told = telling.send(**{"attribute[consent]": "yes"})
    pk = told["service_request_id"]
    case = Case.objects.get(pk=pk)
    assert case.wished_at is not None and case.published_at is None and nobody.read("requests.json") == []
    assert "同意" in told["service_notice"]
    publish_case(case, county.who("desk"))
    assert nobody.read("requests.json") == [], "the desk changed nothing, and still its author has not seen it"
    author = Client()
    author.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)})
    page = markup(author.get(f"/cases/{case.pk}"))
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen and "村口的水管漏了三天" in page
    assert author.post(f"/cases/{case.pk}/moves/publish", {"seen": seen[1], "key": "p"}).status_code == 302
    assert nobody.read(f"requests/{pk}.json")[0]["description"] == "村口的水管漏了三天"


def test_from_a_program_that_is_told_no_code_nothing_is_published(program, county):
    pk = program.send(**{"attribute[consent]": "yes"})["service_request_id"]
    assert Case.objects.get(pk=pk).wished_at is None


def test_photos_come_along_by_the_same_door(program):
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG", exif=exif)
    told = program.send(media=SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg"))
    kept = CaseFile.objects.get(case=told["service_request_id"]).upload
    assert kept.kind == "photo" and kept.claimed_at is not None
    many = [SimpleUploadedFile(f"{n}.jpg", picture.getvalue(), "image/jpeg") for n in range(6)]
    answer = program.post(service_code="water", lat="1", long="1", media=many)
    assert answer.status_code == 400 and answer.json()[0]["description"].startswith("media")


def test_a_token_is_what_the_program_called_it(program, nobody):
    pk = program.send(key="a-117")["service_request_id"]
    assert program.read("tokens/a-117.json") == [{"service_request_id": pk, "token": "a-117"}]
    request = xml(program.get("tokens/a-117.xml")).find("request")
    assert request is not None and request.findtext("token") == "a-117"
    assert nobody.get("tokens/a-117.json").status_code == 404 and program.get("tokens/a-118.json").status_code == 404


def test_the_code_is_told_only_where_the_administration_said_so(program, another):
    assert not re.search(r"\d{3} \d{3} \d{4}", program.send()["service_notice"])
    told = another(tells_code=True).send()["service_notice"]
    assert re.search(r"\d{3} \d{3} \d{4}", told) and "/cases/look-up" in told
