"""FixMyStreet's own calls, in the order and the forms of its client: services, a report with its photo, updates both ways."""

from __future__ import annotations

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from huiyin.cases.actions import accept_case, answer_case, dispatch_case
from huiyin.cases.models import Case, State
from tests.open311.conftest import Program, xml


def a_photo() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    return SimpleUploadedFile("photo1.jpeg", picture.getvalue(), "image/jpeg")


def read(answer, *names):
    """Gives the texts of these elements of each row, as its XML parser reads them."""
    return [tuple(row.findtext(name) for name in names) for row in xml(answer)]


def test_it_walks_from_the_list_of_services_to_the_answer_and_back(program, county):
    client = Program(program.key)  # jurisdiction_id goes with every call, though there is one jurisdiction and it may be empty
    listed = read(client.get("services.xml", jurisdiction_id=""), "service_code", "service_name", "metadata", "group", "keywords")
    codes = {code for code, *_rest in listed}
    assert "water" in codes and all(metadata == "true" for _code, _name, metadata, *_rest in listed)
    for code in sorted(codes):
        root = xml(client.get(f"services/{code}.xml", jurisdiction_id=""))
        assert root.tag == "service_definition" and root.findtext("service_code") == code and root.find("attributes") is not None
    report = {
        "jurisdiction_id": "", "service_code": "water", "lat": "30.65983", "long": "104.06356", "deviceid": "x", "account_id": "",
        "first_name": "玉兰", "last_name": "-", "email": "wang@example.cn", "phone": "13800001234",
        "description": "title: 水管漏水\r\n\r\ndetail: 村口的水管漏了三天\r\n\r\nurl: https://fms.example.cn/report/117",
        "attribute[fixmystreet_id]": "117", "attribute[uprn]": "not ours", "attribute[easting]": "1", "attribute[northing]": "2",
    }  # fmt: skip
    sent = client.post("requests.xml", **report, photo1=a_photo())
    [(number,)] = read(sent, "service_request_id")
    case = Case.objects.get(pk=number)
    assert case.name == "玉兰" and case.files.count() == 1 and "村口的水管漏了三天" in case.text
    # It sends anew what it does not know to have arrived.
    assert read(client.post("requests.xml", **report, photo1=a_photo()), "service_request_id") == [(number,)] and Case.objects.count() == 1
    accept_case(case, county.who("desk"))
    dispatch_case(case, county.who("desk"), county.water.pk)
    answer_case(case, county.who("head"), "solved", "水管已经换好，请再看看。")
    begin, end = ((timezone.now() + timedelta(hours=hours)).isoformat(timespec="seconds") for hours in (-1, 1))
    window = {"jurisdiction_id": "", "start_date": begin, "end_date": end}
    names = ("service_request_id", "status", "update_id", "updated_datetime")
    told = read(client.get("servicerequestupdates.xml", **window), *names)
    assert {row[0] for row in told} == {number} and told[-1][1] == "CLOSED" and len({row[2] for row in told}) == len(told)
    assert told == read(client.get("servicerequestupdates.xml", **window), *names)  # windows overlap: the same has the same number
    word = {
        "jurisdiction_id": "", "service_request_id": number, "update_id": "901", "updated_datetime": end, "status": "OPEN",
        "description": "还在漏", "first_name": "玉兰", "last_name": "-", "email": "wang@example.cn", "service_code": "water",
        "public_anonymity_required": "FALSE", "email_alerts_requested": "FALSE",
    }  # fmt: skip
    [(update,)] = read(client.post("servicerequestupdates.xml", **word), "update_id")
    assert update and read(client.post("servicerequestupdates.xml", **word), "update_id") == [(update,)]
    case.refresh_from_db()
    assert case.state == State.REOPENED
    [(again, status)] = read(client.get("requests.xml", jurisdiction_id="", service_request_id=number), "service_request_id", "status")
    assert (again, status) == (number, "open")
