"""Requests by e-mail: one message a case, a receipt with number and code, answers that find their case by a secret and never by a name."""

from __future__ import annotations

import email
import io
import re
from email import policy
from typing import Any

import pytest
from PIL import Image

from huiyin.cases.codes import code_of
from huiyin.cases.models import Case, CaseFile
from huiyin.channels.actions.rounds import send_due_outgoing
from huiyin.cli import main
from huiyin.core.errors import TooOften
from huiyin.core.ten_digits import for_reading
from huiyin.intake.actions import fetch, receive
from huiyin.intake.models import IncomingMail
from huiyin.intake.tokens import address_for, token_of
from tests.cases.conftest import County
from tests.channels.conftest import Mailbox
from tests.intake.test_reading import a_mail

pytestmark = pytest.mark.usefixtures("county", "post_office")


def sent(post_office: Mailbox) -> list[Any]:
    send_due_outgoing()
    return [email.message_from_bytes(raw, policy=policy.default) for raw in post_office.mails]


def test_a_mail_is_a_case_and_is_answered_with_number_and_code(county: County, post_office: Mailbox, client_for: Any) -> None:
    assert receive(a_mail().as_bytes()).outcome == "case"
    case = Case.objects.get()
    assert (case.title, case.text, case.channel, case.name, case.author) == ("水管漏水", "水管漏了三天", "mail", "王小明", None)
    (receipt,) = sent(post_office)
    words = receipt.get_body(("plain",)).get_content()
    assert case.number in words and for_reading(code_of(case.pk)) in words and receipt["To"] == "wang@example.com"
    assert receipt["Auto-Submitted"] == "auto-replied" and token_of(case.pk) in receipt["Reply-To"]
    assert "水管漏了三天" not in words
    assert "水管漏水" in client_for(county.desk).get("/cases/desk").content.decode()


def test_the_same_mail_is_one_case_however_often_it_is_handed_over() -> None:
    raw = a_mail().as_bytes()
    assert not receive(raw).again and receive(raw).again and receive(raw).case == Case.objects.get()


def test_an_answer_to_our_mail_is_added_to_its_case(county: County, client_for: Any) -> None:
    case = receive(a_mail().as_bytes()).case
    assert case is not None
    reply = a_mail("还在漏\n> 已收到", f"Re: {case.number}", In_Reply_To=f"<receipt.{token_of(case.pk)}@county.example>")
    reply.replace_header("Message-ID", "<2@example.com>")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=b"Exif\x00\x00secret place")
    reply.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename="漏.jpg")
    assert receive(reply.as_bytes()).outcome == "added" and Case.objects.count() == 1
    page = client_for(county.desk).get(f"/cases/{case.pk}").content.decode()
    assert "还在漏" in page and "已收到" not in page and CaseFile.objects.get().case == case


def test_the_secret_may_stand_in_the_address_too_and_a_name_alone_proves_nothing() -> None:
    case = receive(a_mail().as_bytes()).case
    assert case is not None
    to_it = a_mail("补充", "补充")
    to_it.replace_header("Message-ID", "<3@example.com>")
    to_it.replace_header("To", address_for(case.pk))
    assert receive(to_it.as_bytes()).case == case
    forged = a_mail("我是本人，补充", f"Re: {case.number}")
    forged.replace_header("Message-ID", "<4@example.com>")
    assert receive(forged.as_bytes()).outcome == "case"
    wrong = a_mail("补充", "补充")
    wrong.replace_header("Message-ID", "<5@example.com>")
    wrong.replace_header("To", f"letters+{case.pk}-{'0' * 20}@county.example")
    assert receive(wrong.as_bytes()).outcome == "case" and Case.objects.count() == 3


def test_what_no_person_wrote_is_left_out_with_a_record_and_nobody_is_answered(post_office: Mailbox) -> None:
    assert receive(a_mail(Auto_Submitted="auto-replied").as_bytes()).reason == "auto_submitted"
    own = a_mail()
    own.replace_header("From", "letters+x@county.example")
    own.replace_header("Message-ID", "<6@county.example>")
    assert receive(own.as_bytes()).reason == "own_address"
    assert receive(b"\xff" * 100).outcome == "dropped"
    assert not Case.objects.exists() and not sent(post_office)
    assert set(IncomingMail.objects.values_list("outcome", flat=True)) == {"dropped"}


def test_one_sender_is_taken_ten_times_an_hour_and_answered_five_times_a_day(post_office: Mailbox) -> None:
    for n in range(10):
        one = a_mail(f"第{n}件")
        one.replace_header("Message-ID", f"<n{n}@example.com>")
        receive(one.as_bytes())
    last = a_mail("再一件")
    last.replace_header("Message-ID", "<last@example.com>")
    with pytest.raises(TooOften):
        receive(last.as_bytes())
    assert Case.objects.count() == 10 and len(sent(post_office)) == 5


def test_when_it_is_answered_a_mail_says_so_and_holds_no_word_of_it(county: County, post_office: Mailbox) -> None:
    from huiyin.cases.actions import accept_case, answer_case
    from huiyin.channels.models import Outgoing

    case = receive(a_mail().as_bytes()).case
    assert case is not None
    accept_case(case, county.who("desk"))
    answer_case(case, county.who("desk"), "solved", "水管已换新")
    Outgoing.objects.update(due_at="2020-01-01T00:00:00Z")
    told = sent(post_office)[-1]
    assert case.number in told["Subject"] and "水管已换新" not in told.get_body(("plain",)).get_content()


def test_the_command_takes_what_a_mail_server_pipes_in(monkeypatch: Any, capsys: Any) -> None:
    class Pipe:
        buffer = io.BytesIO(a_mail().as_bytes())

    monkeypatch.setattr("sys.stdin", Pipe())
    assert main(["mail-in"]) == 0
    assert re.search(r"case \d{4}-\d{6}", capsys.readouterr().err)


class Imap:
    """A mailbox as imaplib shows one."""

    def __init__(self, mails: dict[str, bytes]) -> None:
        self.mails, self.read = mails, []

    def login(self, user: str, password: str) -> None:
        assert (user, password) == ("letters", "p@ss")

    def select(self, folder: str) -> tuple[str, list[bytes]]:
        return ("OK" if folder == '"INBOX"' else "NO"), [b""]

    def uid(self, verb: str, uid: Any, what: str, more: str = "") -> tuple[str, list[Any]]:
        if verb == "SEARCH":
            return "OK", [" ".join(one for one in self.mails if one not in self.read).encode()]
        if verb == "STORE":
            self.read.append(uid)
            return "OK", []
        raw = self.mails[uid]
        return "OK", [f"1 (RFC822.SIZE {len(raw)})".encode()] if "SIZE" in what else [(b"1 (BODY[] {9}", raw), b")"]

    def logout(self) -> None:
        pass


def test_a_mailbox_is_read_and_what_was_taken_is_marked(settings: Any) -> None:
    from urllib.parse import urlsplit

    settings.MAILBOX = urlsplit("imaps://letters:p%40ss@mail.county.example/INBOX")
    box = Imap({"7": a_mail().as_bytes(), "9": a_mail(Precedence="bulk").as_bytes()})
    assert [one.outcome for one in fetch(lambda: box)] == ["case", "case"] and box.read == ["7", "9"]
    assert fetch(lambda: box) == [] and Case.objects.count() == 1


def test_what_cannot_be_seen_is_no_subject_and_stops_nobody(county: County) -> None:
    raw = "From: a@b.cn\r\nMessage-ID: <z1@b.cn>\r\nSubject: =?utf-8?b?4oCL?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}"
    assert receive(raw.format("水管漏了").encode()).outcome == "case"
    left_out = receive(raw.format("\u200b").replace("z1", "z2").encode())
    assert (left_out.outcome, left_out.reason) == ("dropped", "empty")


def test_the_limit_of_one_sender_holds_although_each_mail_has_a_process_of_its_own() -> None:
    from django.core.cache import cache

    for n in range(10):
        receive(a_mail(f"第{n}件").as_bytes().replace(b"<1@", f"<{n}@".encode()))
        cache.clear()
    with pytest.raises(TooOften):
        receive(a_mail("又一件").as_bytes().replace(b"<1@", b"<11@"))
