"""A letter on paper is registered with its scan and runs from the day it was received; text messages bear a number and a code alone."""

from __future__ import annotations

import hashlib
import hmac
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.cases.actions import accept_case, answer_case
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.channels.actions.rounds import send_due_outgoing
from huiyin.channels.models import Outgoing
from huiyin.core.ten_digits import for_reading
from tests.cases.conftest import County
from tests.intake.conftest import Gateway


def a_scan() -> io.BytesIO:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    picture.seek(0)
    picture.name = "来信.png"
    return picture


def test_a_letter_is_registered_from_the_day_it_was_received(county: County, client_for: Any) -> None:
    clerk, day = client_for(county.desk), timezone.localdate() - timedelta(days=4)
    told = {"summary": "要求修村口的桥", "received_on": day.isoformat(), "name": "李老汉", "address": "柳渡村三组", "key": "k"}
    said = {**told, "files": a_scan()}
    made = clerk.post("/cases/letter", said)
    assert made.status_code == 302
    case = Case.objects.get()
    assert for_reading(code_of(case.pk)) in clerk.get(made.headers["Location"]).content.decode()
    assert (case.channel, case.procedure, case.name, case.by) == ("letter", "petition", "李老汉", county.desk)
    limit = case.clocks.get(kind="register")
    assert timezone.localtime(limit.started_at).date() == day and timezone.localtime(limit.due_at).date() == day + timedelta(days=15)
    page = clerk.get(f"/cases/{case.pk}").content.decode()
    assert "柳渡村三组" in page and f"{day.month}月{day.day}日" in page and case.files.count() == 1
    assert clerk.post("/cases/letter", {**said, "files": a_scan()}).status_code == 302 and Case.objects.count() == 1


def test_a_letter_of_tomorrow_is_refused_and_nothing_is_lost(county: County, client_for: Any) -> None:
    said = {"summary": "修桥", "received_on": (timezone.localdate() + timedelta(days=1)).isoformat(), "name": "李老汉"}
    refused = client_for(county.desk).post("/cases/letter", said)
    assert refused.status_code == 422 and "修桥" in refused.content.decode() and "李老汉" in refused.content.decode()
    assert client_for(county.resident).get("/cases/letter").status_code == 403


def ask(**more: str) -> Case:
    visitor = Client()
    key = re.search(r'name="key" value="(\w+)"', visitor.get("/cases/new").content.decode())
    assert key is not None
    said = {"text": "村口的路灯坏了", "phone": "13800001111", "key": key[1], **more}
    assert visitor.post("/cases/new", said).status_code == 302
    return Case.objects.latest("registered_at")


def test_who_agreed_is_told_by_text_message_with_number_and_code_alone(county: County, gateway: Gateway) -> None:
    assert "短信" in Client().get("/cases/new").content.decode()
    ask()
    assert send_due_outgoing() == 0
    case = ask(text="村东头的路灯坏了", texts="yes")
    assert send_due_outgoing() == 1
    body = gateway.bodies[0]
    assert body["template"] == "T1" and body["params"] == {"number": case.number, "code": code_of(case.pk)} and body["sign"] == "【江州县】"
    headers, raw = gateway.got[0]
    right = hmac.new(b"s" * 32, f"{headers['X-Huiyin-Timestamp']}.".encode() + raw, hashlib.sha256).hexdigest()
    assert headers["X-Huiyin-Signature"] == f"v1={right}"
    accept_case(case, county.who("desk"))
    answer_case(case, county.who("desk"), "solved", "路灯已修好")
    Outgoing.objects.update(due_at=timezone.now())
    assert send_due_outgoing() == 1
    assert gateway.bodies[1]["template"] == "T2" and gateway.bodies[1]["params"] == {"number": case.number}
    assert "路灯" not in str(gateway.bodies) and not Outgoing.objects.exclude(sealed="").exists()


def test_a_gateway_in_trouble_is_tried_again_and_what_it_refuses_is_shown(county: County, gateway: Gateway, client_for: Any) -> None:
    from huiyin.people.actions.administrators import appoint_administrator
    from tests.factories import a_person

    system = a_person()
    appoint_administrator(system, "system")
    admin = client_for(system)
    assert "还没有发出过" in admin.get("/manage/outgoing").content.decode()
    gateway.answers = [500, 400]
    ask(texts="yes")
    send_due_outgoing()
    one = Outgoing.objects.get()
    assert one.state == "waiting" and one.due_at > timezone.now()
    Outgoing.objects.update(due_at=timezone.now())
    send_due_outgoing()
    page = admin.get("/manage/outgoing").content.decode()
    assert "13800001111" not in page and "400" in page
    assert client_for(county.resident).post(f"/manage/outgoing/{one.pk}/again").status_code == 403
    assert admin.post(f"/manage/outgoing/{one.pk}/again").status_code == 302
    send_due_outgoing()
    assert Outgoing.objects.get().state == "sent" and len(gateway.got) == 3


@pytest.mark.django_db
def test_without_a_gateway_nothing_is_offered(county: County) -> None:
    assert 'name="texts"' not in Client().get("/cases/new").content.decode()
    ask(texts="yes")
    assert not Outgoing.objects.exists()
