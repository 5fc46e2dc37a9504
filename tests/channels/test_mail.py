"""E-mail: only to a mailbox that was confirmed, in the reader's language, once, not at night, not of what they may no longer see."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import datetime, timedelta

import pytest

from huiyin.channels.actions import ask_mailbox, choose_mail, confirm_mailbox, remove_mailbox
from huiyin.channels.actions.mailboxes import NotSent, pending_address
from huiyin.channels.actions.rounds import send_due
from huiyin.channels.models import Delivery, Destination
from huiyin.core.errors import Invalid, TooOften, WrongState
from huiyin.journal.models import Entry
from huiyin.notices.actions import read_all
from huiyin.notices.models import Notice
from huiyin.people.actions.me import set_mine
from huiyin.people.codes import CodeOver, WrongCode
from huiyin.tasks.models import Task
from tests.factories import a_person
from tests.tasks.conftest import COUNTY

BOX = "zhou@county.example"


def read(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def text_of(raw: bytes) -> str:
    body = read(raw).get_body(("plain",))
    assert body is not None
    return body.get_content()


def code_in(raw: bytes) -> str:
    found = re.search(r"\b\d{6}\b", text_of(raw))
    assert found is not None
    return found[0]


def confirmed(person, mail_server) -> Destination:
    """Gives the mailbox of a person who typed the code; the mail with it is forgotten."""
    ask_mailbox(person, BOX)
    box = confirm_mailbox(person, code_in(mail_server.mails[-1]))
    mail_server.mails.clear()
    return box


def states(box: Destination) -> list[str]:
    return list(Delivery.objects.filter(destination=box).order_by("pk").values_list("state", flat=True))


def test_nothing_is_mailed_before_the_code_came_back(lake, mail_server):
    ask_mailbox(lake.deputy, BOX)
    lake.task()
    assert send_due() == 0 and len(mail_server.mails) == 1
    assert pending_address(lake.deputy) == BOX
    with pytest.raises(WrongCode):
        confirm_mailbox(lake.deputy, "abcdef")
    confirm_mailbox(lake.deputy, code_in(mail_server.mails[0]))
    lake.task(title="第二件")
    assert send_due() == 1 and "第二件" in text_of(mail_server.mails[1])
    assert Entry.objects.filter(kind="mailbox.confirmed", by=lake.deputy).count() == 1


def test_a_mail_says_what_the_list_says_and_leads_there(lake, mail_server):
    box = confirmed(lake.deputy, mail_server)
    task = lake.task()
    assert send_due() == 1 and states(box) == ["sent"]
    mail = read(mail_server.mails[0])
    assert mail["To"] == BOX and mail["From"] == "huiyin@county.example"
    assert mail["Subject"].strip() == f"回音 江远帆交办给您：{task.title}"
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None and f"https://huiyin.example/tasks/{task.pk}" in body.get_content() and task.number in body.get_content()


def test_in_the_readers_language(lake, mail_server):
    set_mine(lake.deputy, "language", "en")
    confirmed(lake.deputy, mail_server)
    lake.task()
    send_due()
    assert "gave you a task" in text_of(mail_server.mails[0])


def test_a_title_can_be_no_second_header_nor_markup(lake, mail_server):
    confirmed(lake.deputy, mail_server)
    lake.task(title="<script>急</script> & 快")
    send_due()
    mail = read(mail_server.mails[0])
    html = mail.get_body(("html",))
    assert html is not None and "<script>" not in html.get_content() and "&lt;script&gt;" in html.get_content()
    assert "<script>急</script> & 快" in text_of(mail_server.mails[0])


def test_without_names_and_titles(lake, mail_server):
    confirmed(lake.deputy, mail_server)
    choose_mail(lake.deputy, ["mine"], bare=True)
    task = lake.task()
    send_due()
    said = mail_server.mails[0].decode() + text_of(mail_server.mails[0]) + str(read(mail_server.mails[0])["Subject"])
    assert task.title not in said and lake.secretary.name not in said and task.number in said


def test_only_what_was_chosen(lake, mail_server):
    box = confirmed(lake.deputy, mail_server)
    choose_mail(lake.deputy, ["groups", "nonsense"], bare=False)
    lake.task()
    assert send_due() == 0 and states(box) == []
    assert Notice.objects.filter(person=lake.deputy).count() == 1, "in the page it stands in any case"


def test_at_night_it_waits_and_what_was_read_by_then_is_not_sent(lake, mail_server, monday):
    box = confirmed(lake.deputy, mail_server)
    monday.move_to(datetime(2026, 11, 27, 23, 0, tzinfo=COUNTY))  # Friday
    lake.task(deadline=None)
    lake.task(title="第二件", deadline=None)
    assert send_due() == 0
    read_all(lake.deputy, Notice.objects.order_by("pk").first().pk)
    monday.move_to(datetime(2026, 11, 28, 12, 0, tzinfo=COUNTY))
    assert send_due() == 0, "a day off"
    monday.move_to(datetime(2026, 11, 30, 9, 0, tzinfo=COUNTY))
    assert send_due() == 2 and states(box) == ["spared", "sent"]
    assert len(mail_server.mails) == 1 and "第二件" in text_of(mail_server.mails[0])


def test_urgent_is_urgent_at_night_too(lake, mail_server, monday):
    confirmed(lake.deputy, mail_server)
    monday.move_to(datetime(2026, 11, 27, 23, 0, tzinfo=COUNTY))
    lake.task(deadline=None, urgent_reason="水位超警")
    assert send_due() == 1 and len(mail_server.mails) == 1


def test_who_may_no_longer_see_it_when_the_mail_goes_out_is_not_told(lake, mail_server, monday):
    from huiyin.people.actions.holdings import leave_post

    box = confirmed(lake.deputy, mail_server)
    monday.move_to(datetime(2026, 11, 23, 23, 0, tzinfo=COUNTY))
    lake.task(visibility=Task.Visibility.LINE)
    leave_post(lake.deputy.holdings.get(), until=datetime(2026, 11, 22).date())
    monday.move_to(datetime(2026, 11, 24, 9, 0, tzinfo=COUNTY))
    send_due()
    assert states(box) == ["spared"] and mail_server.mails == []


@pytest.mark.parametrize(
    ("where", "answer", "after"),
    [
        ("refuse_mail", b"451 later", "waiting"), ("refuse_mail", b"554 spam", "refused"), ("refuse_recipient", b"450 busy", "waiting"),
    ],
)  # fmt: skip
def test_what_the_server_does_not_take_now_is_tried_again_and_what_it_never_takes_is_not(lake, mail_server, monday, where, answer, after):
    box = confirmed(lake.deputy, mail_server)
    getattr(mail_server, where).append(answer)
    lake.task()
    send_due()
    assert states(box) == [after] and mail_server.mails == []
    assert answer.decode()[4:] in Delivery.objects.get().answer
    monday.shift(timedelta(seconds=11))
    assert send_due() == (after == "waiting")
    assert states(box) == ["sent" if after == "waiting" else "refused"]


def test_a_mailbox_that_is_no_more_is_left_in_peace_until_its_owner_says_so(lake, mail_server, monday):
    box = confirmed(lake.deputy, mail_server)
    mail_server.refuse_recipient.append(b"550 no such user")
    lake.task()
    send_due()
    box.refresh_from_db()
    assert box.stopped_at is not None and "no such user" in box.trouble
    monday.shift(timedelta(hours=1))
    assert send_due() == 0
    choose_mail(lake.deputy, ["mine"], bare=False)
    assert send_due() == 1 and states(box) == ["sent"]


def test_no_mail_server_is_no_reason_to_lose_anything(lake, mail_server, monday):
    box = confirmed(lake.deputy, mail_server)
    mail_server.shutdown()
    mail_server.server_close()
    lake.task()
    assert send_due() == 1 and states(box) == ["waiting"]
    assert Notice.objects.filter(person=lake.deputy).exists()


def test_codes_are_few_and_short_lived(lake, mail_server, monday):
    with pytest.raises(Invalid):
        ask_mailbox(lake.deputy, "zhou@county.example\nBcc: everybody@county.example")
    ask_mailbox(lake.deputy, BOX)
    with pytest.raises(TooOften):
        ask_mailbox(lake.deputy, BOX)
    for _ in range(5):
        with pytest.raises(WrongCode):
            confirm_mailbox(lake.deputy, "nocode")
    with pytest.raises(CodeOver):
        confirm_mailbox(lake.deputy, code_in(mail_server.mails[0]))
    monday.shift(timedelta(minutes=2))
    ask_mailbox(lake.deputy, BOX)
    with pytest.raises(CodeOver):
        confirm_mailbox(lake.director, code_in(mail_server.mails[1]))
    monday.shift(timedelta(minutes=16))
    with pytest.raises(CodeOver):
        confirm_mailbox(lake.deputy, code_in(mail_server.mails[1]))


def test_nobody_fills_another_mans_mailbox_with_codes(lake, mail_server, monday):
    for _ in range(5):
        ask_mailbox(a_person(), BOX)
    with pytest.raises(TooOften):
        ask_mailbox(lake.deputy, BOX.upper())
    assert len(mail_server.mails) == 5


def test_where_nothing_is_set_up_the_page_says_so(lake, settings, client_for):
    settings.EMAIL_HOST = ""
    with pytest.raises(WrongState):
        ask_mailbox(lake.deputy, BOX)
    assert "这里还不能发邮件" in client_for(lake.deputy).get("/me/notices/settings").content.decode()


def test_a_server_that_takes_no_code_is_said(lake, mail_server):
    mail_server.refuse_mail.append(b"451 later")
    with pytest.raises(NotSent):
        ask_mailbox(lake.deputy, BOX)
    assert pending_address(lake.deputy) == ""


def test_the_page_from_address_to_end(lake, mail_server, client_for):
    client = client_for(lake.deputy)
    client.post("/me/notices/mail", {"address": BOX})
    assert BOX in client.get("/me/notices/settings").content.decode()
    wrong = client.post("/me/notices/mail/confirm", {"code": "12"})
    assert wrong.status_code == 422 and "验证码不对" in wrong.content.decode()
    client.post("/me/notices/mail/confirm", {"code": code_in(mail_server.mails[0])})
    assert "发给我" in client.get("/me/notices/settings").content.decode()
    client.post("/me/notices/mail/choose", {"families": ["late"], "bare": "1"})
    assert (Destination.objects.get().told, Destination.objects.get().bare) == (["late"], True)
    client.post("/me/notices/mail/remove")
    assert Destination.objects.get().sealed == "" and "发验证码" in client.get("/me/notices/settings").content.decode()


def test_taken_away_means_taken_away(lake, mail_server):
    box = confirmed(lake.deputy, mail_server)
    assert box.hint == "z…@county.example" and BOX not in box.sealed, "the whole address is nowhere to be read in the database"
    lake.task()
    remove_mailbox(lake.deputy)
    assert send_due() == 0 and states(box) == ["spared"]
    box.refresh_from_db()
    assert (box.sealed, box.hint) == ("", "")
