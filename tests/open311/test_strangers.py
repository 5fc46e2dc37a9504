"""Whoever asks without a right learns nothing, and nothing that is asked breaks anything."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.cases.actions import CaseDraft, note_case, register_case
from huiyin.cases.models import Case
from tests.open311.conftest import BASE, Program, publish, xml

PLANTED = ("王玉兰", "13800001234", "138 0000 1234", "中心街三号", "张举报", "内部商量", "受贿", "换好了请看", "赵乙", "13900005678")
PAGES = (
    "discovery", "services", "services/water", "requests", "requests/{own}", "requests/{sealed}", "requests/{hidden}", "requests/{public}",
    "requests/{sealed_number}", "requests/{hidden_number}", "tokens/{hidden_number}", "tokens/a", "servicerequestupdates",
)  # fmt: skip
QUERIES = (
    "", "status=open,closed", "service_code=water,other,conduct", "service_request_id={sealed},{hidden},{own}", "extensions=true",
    "q=王玉兰", "updated_since=2000-01-01T00:00:00Z", "page=1&page_size=1", "lat=30&long=104",
)  # fmt: skip


@pytest.fixture
def planted(county, program) -> dict[str, object]:
    """A county full of what must not leave it."""
    hidden = county.answered(text="王玉兰家漏水，电话13800001234，住中心街三号", name="王玉兰", phone="13800001234", place="中心街三号")
    note_case(hidden, county.who("desk"), "内部商量")
    public = publish(county, county.answered(text="赵乙家漏水 13900005678", name="赵乙", place="中心街三号", topic="water"))
    sealed = register_case(CaseDraft("局长受贿", name="张举报", accused=[county.roads.pk]), county.who("resident")).case
    own = program.send(description="王玉兰家门口没水", first_name="王玉兰", phone="13800001234", key="a")["service_request_id"]
    return {"own": own, "sealed": sealed.pk, "hidden": hidden.pk, "public": public.pk, "sealed_number": sealed.number,
            "hidden_number": hidden.number}  # fmt: skip


@pytest.mark.parametrize("keyed", [False, True])
def test_no_address_tells_what_is_not_for_everybody(planted, program, nobody, keyed):
    who = program if keyed else nobody
    for page in PAGES:
        for query in QUERIES:
            for form in ("xml", "json"):
                path = f"{BASE}/{page}.{form}?{query}".format(**planted)
                path += f"&api_key={who.key}" if keyed else ""
                said = who.client.get(path, headers={"Accept-Language": "zh-CN"})
                words = said.content.decode()
                assert not [name for name in PLANTED if name in words], path
                assert str(planted["hidden"]) not in words and str(planted["sealed"]) not in words, path
                assert keyed or str(planted["own"]) not in words, path
                assert said.status_code in (200, 404), path
    # What is sealed and what never was are told apart by nothing.
    for form in ("xml", "json"):
        answers = [who.client.get(f"{BASE}/requests/{pk}.{form}") for pk in (planted["sealed"], planted["hidden"], 123456789012345)]
        assert len({(answer.status_code, answer.content) for answer in answers}) == 1 and answers[0].status_code == 404


def test_an_accusation_has_no_door_here(program):
    pk = program.send(accused="1", **{"attribute[accused]": "1", "attribute[series]": "sealed"})["service_request_id"]
    assert not Case.objects.get(pk=pk).is_sealed
    assert program.post(service_code="conduct", lat="1", long="1").status_code == 404


def test_refusals_are_told_in_the_language_that_is_asked_for(nobody):
    for language, words in (("zh-CN,zh;q=0.9", "没有这个代码的服务"), ("en-GB", "There is no service of this code")):
        for form in ("xml", "json"):
            answer = nobody.client.get(f"{BASE}/services/none.{form}", headers={"Accept-Language": language})
            assert answer.status_code == 404 and words in answer.content.decode()


def test_all_that_is_wrong_is_told_at_once(program):
    answer = program.post("requests.xml", service_code="", lat="91", media_url="ftp://x/y", **{"attribute[consent]": "perhaps"})
    root = xml(answer)
    assert answer.status_code == 400 and root.tag == "errors" and len(root.findall("error")) == 4
    assert {error.findtext("code") for error in root} == {"400"}
    assert program.post(service_code="none", lat="1", long="1").status_code == 404
    for missing in ({}, {"lat": "1"}, {"address_id": "7"}, {"lat": "nan", "long": "inf"}, {"lat": "1e9999", "long": "1"}):
        assert program.post(service_code="water", **missing).status_code == 400, missing
    assert program.post(service_code="water", address_string="x", description="字" * 4001).status_code == 400
    assert Case.objects.count() == 0


def test_every_other_address_and_way_is_refused_in_its_form(nobody):
    for path in ("", "none", "services.html", "services", "requests.rss", "requests/1.pdf", "../v2/none.xml"):
        answer = nobody.client.get(f"{BASE}/{path}")
        assert answer.status_code == 404 and xml(answer).tag == "errors", path
    assert nobody.client.get(f"{BASE}/none.json").json()[0]["code"] == 404
    for path in ("services.xml", "requests/1.xml", "tokens/1.xml", "discovery.xml"):
        answer = nobody.client.post(f"{BASE}/{path}")
        assert answer.status_code == 405 and xml(answer).tag == "errors" and answer.headers["Allow"] == "GET"
    for method in ("put", "delete", "patch", "options"):
        assert getattr(nobody.client, method)(f"{BASE}/requests.json").status_code == 405


def test_discovery_is_whole(nobody):
    told = nobody.read("discovery.json")
    assert set(told) == {"changeset", "contact", "key_service", "endpoints"}
    (endpoint,) = told["endpoints"]
    assert endpoint["url"].endswith("/open311/v2") and endpoint["formats"] == ["text/xml", "application/json"]
    root = xml(nobody.get("discovery.xml"))
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == endpoint["formats"]
    assert nobody.get("discovery.xml").headers["Access-Control-Allow-Origin"] == "*"


NAMES = st.sampled_from((
    "service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "updated_since", "updated_before",
    "jurisdiction_id", "lat", "long", "address_string", "description", "media_url", "attribute[since]", "attribute[consent][]", "key",
    "external_id", "first_name", "phone", "email", "update_id", "updated_datetime", "attribute[", "\0", "",
))  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=60), st.sampled_from((
        "water", "30.1", "-181", "²", "9" * 40, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "2026-11-29T08:00:00Z", "open", ",,,",
        "\0", "\ud800", "http://[::1", "http://127.0.0.1/x", "字" * 5000, "1e400", "NaN", "yes",
    )),
)  # fmt: skip


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.dictionaries(NAMES, VALUES, max_size=6),
       path=st.sampled_from(("requests", "servicerequestupdates", "services", "requests/1")),
       form=st.sampled_from(("xml", "json", "html")), sent=st.booleans())  # fmt: skip
def test_nothing_that_is_asked_breaks_it(program, told, path, form, sent):
    from django.core.cache import cache

    cache.clear()
    said = {_sendable(name): _sendable(value) for name, value in told.items()} | {"api_key": program.key}
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        answer = getattr(client, "post" if sent else "get")(f"{BASE}/{path}.{form}", said)
        transaction.set_rollback(True)
    assert answer.status_code in (200, 400, 404, 405), answer.content
    if form == "json":
        json.loads(answer.content)
    else:
        ElementTree.fromstring(answer.content)


def test_a_body_that_is_no_form_is_refused(program):
    client = Client(raise_request_exception=False)
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data"
    many, large = b"&".join(b"a%d=1" % n for n in range(3000)), b"a=" + b"x" * 600_000
    for body, kind in (
        (b"{}", "application/json"), (b"\xff\xfe=%%%", form), (b"--x\r\n", f"{parts}; boundary=x"), (b"x", parts),
        (b"a=1", f"{form}; charset=gbk"), (b"x", f"{parts}; boundary=\xff"), (many, form), (large, form),
    ):  # fmt: skip
        answer = client.generic("POST", f"{BASE}/requests.json", body, content_type=kind)
        assert answer.status_code in (400, 403) and answer.json()[0]["description"], (kind, answer.content)
    assert client.get(f"{BASE}/requests.json?" + "&".join(f"a{n}=1" for n in range(3000))).status_code == 400


def test_a_picture_by_its_address_comes_from_the_open_internet_alone(program):
    for address in ("http://127.0.0.1/x.jpg", "http://169.254.169.254/latest", "http://[::1]/x.png", "https://10.0.0.1:8443/x"):
        pk = program.send(media_url=address)["service_request_id"]
        case = Case.objects.get(pk=pk)
        assert not case.files.exists() and case.text.endswith(f"图片：{address}")


def test_a_picture_by_its_address_is_kept_as_an_upload_is(program, monkeypatch):
    import io

    from PIL import Image

    from huiyin.media.outbound_http import Reach
    from huiyin.open311 import pictures
    from tests.media.sites import Site

    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(photo, "JPEG")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {len(photo.getvalue())}\r\n\r\n".encode()
    site = Site()
    site.pages |= {"/a.jpg": head + photo.getvalue(), "/b.jpg": b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"}
    monkeypatch.setattr(pictures, "Reach", lambda: Reach(resolve=site.resolve, connect=site.connect))
    try:
        told = {"media_url": ["http://town.example/a.jpg", "http://town.example/b.jpg"], "key": "once"}
        pk = program.send(**told)["service_request_id"]
        asked = len(site.asked)
        assert program.send(**told)["service_request_id"] == pk and len(site.asked) == asked  # it is not fetched twice
    finally:
        site.close()
    case = Case.objects.get(pk=pk)
    assert case.files.get().upload.kind == "photo" and case.text.endswith("图片：http://town.example/b.jpg") and "a.jpg" not in case.text


def test_keys_stay_out_of_the_log(caplog):
    import logging

    from huiyin.core.log_secrets import NoSecrets

    line = logging.LogRecord("django", 30, "", 0, "Not Found: %s", ("/open311/v2/requests.xml?page=1&api_key=hy311_secret&x=1",), None)
    assert NoSecrets().filter(line) and line.getMessage() == "Not Found: /open311/v2/requests.xml?page=1&api_key=…&x=1"


def test_the_same_program_with_another_key_sees_nothing_of_before(program, another):
    pk = program.send()["service_request_id"]
    fresh: Program = another()
    assert fresh.read("requests.json", service_request_id=pk) == []
