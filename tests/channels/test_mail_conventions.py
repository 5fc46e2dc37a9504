"""Letters as mail programs are used to them: one click ends them, a task is one conversation, a night is one letter, nothing but ASCII."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from huiyin.channels.actions import ask_mailbox, choose_mail, confirm_mailbox
from huiyin.channels.actions.rounds import send_due
from huiyin.channels.models import Delivery
from huiyin.notices.actions import read_all
from huiyin.notices.models import Notice
from huiyin.tasks.actions import Named, accept_report, report_done
from huiyin.tasks.actions import move_deadline as move
from tests.channels.test_mail import code_in, confirmed, read, states, text_of
from tests.tasks.conftest import COUNTY, TUESDAY_CLOSING

NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=COUNTY)
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=COUNTY)


def stop_path(raw: bytes) -> str:
    address = read(raw)["List-Unsubscribe"].strip()
    assert address.startswith("<https://huiyin.example/") and address.endswith(">")
    return address[1:-1].removeprefix("https://huiyin.example")


def test_one_click_in_a_mail_program_ends_the_letters_and_no_notice_is_lost(lake, mail_server, monday, client_for):
    box = confirmed(lake.deputy, mail_server)
    lake.task()
    send_due()
    assert read(mail_server.mails[0])["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = stop_path(mail_server.mails[0])
    monday.move_to(NIGHT)
    lake.task(title="等到早晨的", deadline=None)
    program = Client(enforce_csrf_checks=True)  # it was never here, and bears no cookie
    assert program.get(path).status_code == 200 and program.head(path).status_code == 200
    box.refresh_from_db()
    assert box.told, "a scanner that follows every link ends nothing"
    for _ in range(2):
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    monday.move_to(MORNING)
    lake.task(title="之后的")
    send_due()
    assert len(mail_server.mails) == 1 and states(box) == ["sent", "spared"]
    assert Notice.objects.filter(person=lake.deputy).count() == 3
    page = client_for(lake.deputy).get("/me/notices/settings").content.decode()
    assert "发给我" in page
    choose_mail(lake.deputy, ["mine"], bare=False)
    lake.task(title="又要了")
    assert send_due() == 1 and "又要了" in text_of(mail_server.mails[-1])


@pytest.mark.parametrize("token", ["1", "1:", "x:y", "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "9" * 400, "一:二"])
def test_nobody_ends_anothers_letters_by_guessing(lake, mail_server, token):
    box = confirmed(lake.deputy, mail_server)
    assert Client().post(f"/mail/stop/{token}").status_code == 404
    box.refresh_from_db()
    assert box.told


def test_the_page_a_person_opens_from_the_letter_says_whose_and_stops_at_a_press(lake, mail_server):
    confirmed(lake.deputy, mail_server)
    lake.task()
    send_due()
    path = stop_path(mail_server.mails[0])
    assert path in text_of(mail_server.mails[0])
    page = Client().get(path).content.decode()
    assert "z…@county.example" in page and "停止接收" in page and lake.deputy.name not in page
    assert "不再发邮件了" in Client().post(path).content.decode()
    assert "不再发邮件了" in Client().get(path).content.decode()


def test_without_an_address_of_its_own_the_house_promises_no_click(lake, mail_server, settings):
    settings.ORIGIN = ""
    confirmed(lake.deputy, mail_server)
    lake.task()
    send_due()
    assert read(mail_server.mails[0])["List-Unsubscribe"] is None


def test_a_task_is_one_conversation_and_another_task_another(lake, mail_server):
    confirmed(lake.deputy, mail_server)
    task = lake.task()
    send_due()
    move(task, lake.secretary, TUESDAY_CLOSING + timedelta(days=1), "下雪")
    send_due()
    report_done(task, lake.deputy, "运完了")
    accept_report(task, lake.secretary)
    lake.task(title="另一件")
    send_due()
    mails = [read(raw) for raw in mail_server.mails]
    assert len(mails) == 4
    *first, other = [mail["References"] for mail in mails]
    assert len(set(first)) == 1 and other not in first
    assert all(mail["In-Reply-To"] == mail["References"] for mail in mails)
    assert len({mail["Message-ID"] for mail in mails}) == 4


def test_two_readers_of_one_task_have_conversations_of_their_own(lake, mail_server):
    confirmed(lake.deputy, mail_server)
    ask_mailbox(lake.county_deputy, "he@county.example")
    confirm_mailbox(lake.county_deputy, code_in(mail_server.mails.pop()))
    lake.task(helpers=[Named(lake.county_deputy.pk)])
    send_due()
    assert len({read(raw)["References"] for raw in mail_server.mails}) == 2


def test_the_same_delivery_bears_the_same_number_and_no_restore_gives_it_again(lake, mail_server, monday, settings):
    confirmed(lake.deputy, mail_server)
    lake.task()
    send_due()
    Delivery.objects.update(state="waiting")  # a process ended before it wrote down that it was sent
    send_due()
    sent = Delivery.objects.get()
    Delivery.objects.all().delete()  # a backup of before was restored; something else bears the number now
    monday.shift(timedelta(seconds=1))
    Delivery.to(sent.destination, pk=sent.pk, entry=sent.entry, notice=sent.notice).save()
    send_due()
    settings.SECRET_KEY = "another house's key, with the same sender's address"
    first, again, restored = [read(raw)["Message-ID"] for raw in mail_server.mails]
    assert first == again != restored
    assert first.endswith("@county.example>") and str(sent.pk) not in first.split("@")[0].split(".")


def test_what_a_night_held_back_is_one_letter(lake, mail_server, monday):
    box = confirmed(lake.deputy, mail_server)
    monday.move_to(NIGHT)
    tasks = [lake.task(title=f"夜里第{n}件", deadline=None) for n in range(1, 5)]
    read_all(lake.deputy, Notice.objects.order_by("pk").first().pk)
    assert send_due() == 0
    monday.move_to(MORNING)
    while send_due():
        pass
    assert len(mail_server.mails) == 1 and states(box) == ["spared", "sent", "sent", "sent"]
    mail, words = read(mail_server.mails[0]), text_of(mail_server.mails[0])
    assert "安静时段里有 3 条通知" in mail["Subject"] and mail["References"] is None
    html = mail.get_body(("html",)).get_content()
    for task in tasks[1:]:
        for body in (words, html):
            assert task.title in body and task.number in body and f"https://huiyin.example/tasks/{task.pk}" in body
    assert tasks[0].title not in words


def test_one_thing_alone_is_told_as_by_day(lake, mail_server, monday):
    confirmed(lake.deputy, mail_server)
    monday.move_to(NIGHT)
    task = lake.task(title="只有一件", deadline=None)
    monday.move_to(MORNING)
    send_due()
    assert read(mail_server.mails[0])["Subject"].endswith(f"：{task.title}")


def test_a_letter_that_is_not_taken_is_tried_again_as_one(lake, mail_server, monday):
    box = confirmed(lake.deputy, mail_server)
    monday.move_to(NIGHT)
    for n in range(3):
        lake.task(title=f"夜里第{n}件", deadline=None)
    monday.move_to(MORNING)
    mail_server.refuse_mail.append(b"451 later")
    send_due()
    assert states(box) == ["waiting"] * 3
    monday.shift(timedelta(seconds=11))
    send_due()
    assert states(box) == ["sent"] * 3 and len(mail_server.mails) == 1


def test_what_comes_by_day_does_not_wait_for_company(lake, mail_server):
    confirmed(lake.deputy, mail_server)
    lake.task(title="第一件")
    lake.task(title="第二件")
    send_due()
    assert len(mail_server.mails) == 2


def test_nothing_leaves_that_a_server_without_8bitmime_would_break(lake, mail_server):
    confirmed(lake.deputy, mail_server)
    lake.task(title="落实上湖村存鱼的去处" * 9)
    send_due()
    [raw] = mail_server.mails
    assert max(raw) < 128 and max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert "落实上湖村存鱼的去处" in text_of(raw)
