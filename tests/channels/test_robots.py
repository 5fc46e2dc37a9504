"""Robots of other chat programs are told what becomes of a group's tasks: signed, once, retried where that is safe, at day."""

from __future__ import annotations

import json
import re
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from huiyin.channels.actions import add_robot, change_robot, remove_robot, resume_robot, send_again, send_test
from huiyin.channels.actions.rounds import send_due
from huiyin.channels.actions.sending import forget_old, give_up_old
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.registry import ROBOTS
from huiyin.channels.sealing import unseal
from huiyin.channels.transport import Card
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.notices.models import Notice
from huiyin.tasks.actions import accept_report, report_done
from huiyin.tasks.models import Task
from tests.channels.conftest import SECRET
from tests.factories import a_person
from tests.tasks.conftest import COUNTY, MONDAY, TUESDAY_CLOSING

ALL = ["issued", "reported", "late", "rung", "settled"]


def a_robot(lake, programs, channel="dingtalk", **more) -> Destination:
    given = {"name": "值班群", "address": programs.address(channel), "secret": SECRET, "events": ALL} | more
    return add_robot(lake.group, lake.secretary, channel, **given)


def states(robot: Destination) -> list[str]:
    return list(Delivery.objects.filter(destination=robot).order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("channel", sorted(ROBOTS))
def test_every_program_takes_what_it_is_sent_signed_as_it_asks(lake, programs, channel):
    robot = a_robot(lake, programs, channel)
    task = lake.task()
    assert send_due() == 1 and states(robot) == ["sent"]
    program, body = programs.got[0]
    said = str(body)
    assert program == channel
    for words in ("新任务", task.title, task.number.replace("-", "\\\\-") if channel == "dingtalk" else task.number):
        assert words in said, words
    assert f"https://huiyin.example/tasks/{task.pk}" in said
    assert "副局长" in said and lake.deputy.name not in said, "of people only their posts leave the house"


def test_the_story_of_a_task_is_told_in_order_and_each_thing_once(lake, programs, monday):
    a_robot(lake, programs)
    task = lake.task()
    send_due()
    monday.move_to(TUESDAY_CLOSING)
    clocks.fire_due()
    report_done(task, lake.deputy, "运完了")
    accept_report(task, lake.secretary)
    while send_due():
        pass
    assert [body["actionCard"]["title"].split(" ")[0] for _program, body in programs.got] == [
        "新任务", "到期未报", "问责到上一级", "已汇报，等表态", "办结",
    ]  # fmt: skip
    assert send_due() == 0


def test_what_is_rolled_back_is_told_to_nobody(lake, programs):
    a_robot(lake, programs)
    with pytest.raises(RuntimeError), transaction.atomic():
        lake.task()
        raise RuntimeError
    assert send_due() == 0 and not Delivery.objects.exists()


def test_what_is_only_for_those_concerned_leaves_by_no_robot(lake, programs):
    a_robot(lake, programs)
    lake.task(visibility=Task.Visibility.LINE)
    assert send_due() == 0


def test_without_the_title_only_number_and_link_leave(lake, programs):
    a_robot(lake, programs, bare=True)
    task = lake.task()
    send_due()
    said = str(programs.got[0][1])
    assert task.title not in said and "副局长" not in said and f"/tasks/{task.pk}" in said


def test_a_robot_is_told_what_was_chosen_for_it(lake, programs):
    robot = a_robot(lake, programs, events=["settled"])
    lake.task()
    assert send_due() == 0
    change_robot(robot, lake.secretary, ["issued"], bare=False)
    lake.task(title="第二件")
    assert send_due() == 1


@pytest.mark.parametrize("origin", ["https://huiyin.example", ""])
@pytest.mark.parametrize("channel", sorted(ROBOTS))
def test_an_address_in_a_title_leads_nowhere(lake, programs, settings, channel, origin):
    settings.ORIGIN = origin
    a_robot(lake, programs, channel)
    lake.task(title="看 https://evil.example/a 或 www.evil.cn、x@evil.cn，水位3.5米")
    send_due()
    said = json.dumps(programs.got[0][1], ensure_ascii=False).replace("https://huiyin.example/tasks/", "")
    found = re.findall(r"https?://|www\.|[a-z]+\.(?:cn|example)", said)
    assert found == [] and "3.5米" in said and "evil" in said, "it can be read, and not pressed"


# --- failures


@pytest.mark.parametrize(
    ("channel", "answer"),
    [("wecom", {"errcode": -1, "errmsg": "system busy"}), ("dingtalk", {"errcode": -1}), ("feishu", {"code": 50001, "msg": "internal"})],
)
def test_who_is_busy_is_tried_again_a_little_later(lake, programs, monday, channel, answer):
    robot = a_robot(lake, programs, channel)
    programs.answers = [(200, answer), (502, {})]
    lake.task()
    assert send_due() == 1 and states(robot) == ["waiting"]
    assert send_due() == 0, "not at once"
    monday.shift(timedelta(seconds=11))
    assert send_due() == 1 and states(robot) == ["waiting"]
    monday.shift(timedelta(seconds=21))
    assert send_due() == 1 and states(robot) == ["sent"]
    robot.refresh_from_db()
    assert (robot.failures, robot.failing_since, robot.trouble) == (0, None, "")
    assert len(programs.got) == 1


@pytest.mark.parametrize(
    ("channel", "status", "answer", "seconds"),
    [
        ("wecom", 200, {"errcode": 45009, "errmsg": "api freq out of limit"}, 60),
        ("dingtalk", 200, {"errcode": 130101, "errmsg": "send too fast"}, 600),
        ("feishu", 200, {"code": 11232, "msg": "frequency limited"}, 60),
        ("feishu", 400, {"code": 9499, "msg": "too many request"}, 60),
        ("feishu", 429, {}, 60),
    ],
)
def test_who_says_too_often_is_left_in_peace(lake, programs, monday, channel, status, answer, seconds):
    robot = a_robot(lake, programs, channel)
    programs.answers = [(status, answer)]
    lake.task()
    send_due()
    monday.shift(timedelta(seconds=seconds - 1))
    assert send_due() == 0
    monday.shift(timedelta(seconds=2))
    assert send_due() == 1 and states(robot) == ["sent"]


@pytest.mark.parametrize(
    ("channel", "answer"),
    [("wecom", {"errcode": 40058}), ("dingtalk", {"errcode": 40035}), ("feishu", {"code": 9499, "msg": "Bad Request"})],
)
def test_what_is_not_taken_holds_nothing_else_up(lake, programs, channel, answer):
    robot = a_robot(lake, programs, channel)
    programs.answers = [(200, answer)]
    lake.task()
    lake.task(title="第二件")
    assert send_due() == 2 and states(robot) == ["refused", "sent"]


@pytest.mark.parametrize("channel", ["dingtalk", "feishu"])
def test_a_wrong_secret_stops_it_and_is_shown_until_somebody_puts_it_right(lake, programs, channel):
    robot = a_robot(lake, programs, channel, secret="SEC-of-another-robot")
    lake.task()
    send_due()
    robot.refresh_from_db()
    assert robot.stopped_at is not None and "sign" in robot.trouble
    assert send_due() == 0 and states(robot) == ["waiting"] and programs.got == []
    with pytest.raises(WrongState):
        send_test(robot, lake.secretary)
    resume_robot(robot, lake.secretary)
    programs.answers = [(200, {"errcode": 0, "code": 0})]
    assert send_due() == 1 and states(robot) == ["sent"]
    kinds = Entry.objects.filter(stream=lake.group.stream_id, kind__startswith="robot.").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["robot.added", "robot.stopped", "robot.resumed"]
    assert verify().broken is None


def test_what_was_handed_over_and_not_answered_is_never_sent_twice(lake, programs, monday):
    """It may have arrived. A manager who looked into the other group may send it again; the house does not."""
    robot = a_robot(lake, programs)
    programs.answers = [None]
    lake.task()
    assert send_due() == 1 and states(robot) == ["unclear"]
    monday.shift(timedelta(days=1))
    assert send_due() == 0 and programs.tried == 1
    send_again(Delivery.objects.get(), lake.secretary)
    assert send_due() == 1 and states(robot) == ["sent"]
    with pytest.raises(WrongState):
        send_again(Delivery.objects.get(), lake.secretary)


def test_a_process_that_ended_in_the_middle_doubles_one_delivery_at_most_and_never_a_third_time(lake, programs, monday, monkeypatch):
    from huiyin.channels.actions import sending
    from huiyin.channels.kinds import ROBOT

    robot = a_robot(lake, programs)
    lake.task()

    def killed(*_: object) -> bool:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_keep", killed)
        for kill in range(3):
            with pytest.raises(SystemExit):
                send_due()
                raise SystemExit  # nothing was due any more
            monday.shift(ROBOT.lease + timedelta(seconds=1))
            assert len(programs.got) == min(kill + 1, 2)
    assert send_due() == 0 and states(robot) == ["unclear"] and len(programs.got) == 2


def test_two_at_once_send_by_one_destination_one_after_the_other(lake, programs, monday):
    robot = a_robot(lake, programs)
    lake.task()
    Destination.objects.filter(pk=robot.pk).update(leased_until=MONDAY + timedelta(minutes=4))  # another process has it in hand
    assert send_due() == 0
    monday.shift(timedelta(minutes=5))
    assert send_due() == 1 and len(programs.got) == 1


def test_nobody_there_is_tried_for_a_day_and_then_given_up(lake, programs, monday):
    robot = a_robot(lake, programs)
    programs.server.shutdown()
    programs.server.server_close()
    lake.task()
    tries = 0
    for _hour in range(25):
        tries += send_due()
        monday.shift(timedelta(hours=1))
    send_due()
    assert states(robot) == ["given_up"] and tries >= 20
    robot.refresh_from_db()
    assert robot.trouble == "unreachable" and robot.failing_since is not None


@pytest.mark.parametrize(
    ("channel", "answer"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}), ("wecom", {"errcode": 93008, "errmsg": "robot not in chat"}),
        ("dingtalk", {"errcode": 300005, "errmsg": "token is not exist"}), ("dingtalk", {"errcode": 400102, "errmsg": "robot disabled"}),
        ("feishu", {"code": 19001, "msg": "incoming webhook access token invalid"}), ("feishu", {"code": 19007, "msg": "Bot Not Enabled"}),
    ],
)  # fmt: skip
def test_a_robot_that_was_removed_there_stops_at_once_and_the_owner_is_told(lake, programs, client_for, channel, answer):
    robot = a_robot(lake, programs, channel)
    programs.answers = [(200, answer)]
    lake.task()
    send_due()
    robot.refresh_from_db()
    assert robot.stopped_at is not None
    notice = Notice.objects.get(kind="program.stopped")
    assert notice.person == lake.secretary
    opened = client_for(lake.secretary).post(f"/me/notices/{notice.pk}/open", follow=True)
    assert opened.redirect_chain[-1][0] == f"/groups/{lake.group.pk}/robots/{robot.pk}" and "恢复推送" in opened.content.decode()


def test_an_answer_nobody_knows_that_stays_the_same_for_a_day_stops_it_too(lake, programs, monday):
    robot = a_robot(lake, programs, "wecom")
    programs.answers = [(200, {"errcode": 99999, "errmsg": "something new"})] * 60
    tried = 0
    for hour in range(26):
        if hour % 5 == 0:
            lake.task(title=f"第{hour}件", deadline=None)
        tried += send_due()
        monday.shift(timedelta(hours=1))
    robot.refresh_from_db()
    assert robot.stopped_at is not None and tried >= 10
    assert Notice.objects.filter(kind="program.stopped", person=lake.secretary).count() == 1


def test_who_asks_to_be_left_in_peace_is(lake, programs, monday):
    robot = a_robot(lake, programs, "wecom")
    programs.answers, programs.retry_after = [(503, {})], "600"
    lake.task()
    send_due()
    monday.shift(timedelta(seconds=599))
    assert send_due() == 0
    programs.retry_after = ""
    monday.shift(timedelta(seconds=2))
    assert send_due() == 1 and states(robot) == ["sent"]


def test_also_a_stopped_robot_gives_up_after_a_day_and_old_ones_go(lake, programs, monday):
    robot = a_robot(lake, programs, secret="wrong")
    lake.task()
    send_due()
    assert give_up_old(MONDAY + timedelta(hours=23)) == 0
    assert give_up_old(MONDAY + timedelta(hours=25)) == 1
    assert forget_old(MONDAY + timedelta(days=29)) == 0
    assert forget_old(MONDAY + timedelta(days=31)) == 1 and states(robot) == []


def test_not_more_is_said_in_a_minute_than_the_program_listens_to(lake, programs, monday):
    a_robot(lake, programs, "wecom")
    for n in range(20):
        lake.task(title=f"第{n}件")
    while send_due():
        pass
    assert len(programs.got) == ROBOTS["wecom"].a_minute == 18
    monday.shift(timedelta(seconds=61))
    while send_due():
        pass
    assert len(programs.got) == 20


# --- quiet hours


def test_at_night_it_waits_for_the_morning_unless_it_is_urgent(lake, programs, monday):
    robot = a_robot(lake, programs)
    monday.move_to(datetime(2026, 11, 23, 23, 30, tzinfo=COUNTY))
    lake.task()
    assert send_due() == 0
    lake.task(title="堤坝渗水", urgent_reason="水位超警")
    assert send_due() == 1 and "堤坝渗水" in str(programs.got[0][1])
    monday.move_to(Delivery.objects.get(destination=robot, state="waiting").due_at)
    assert 6 <= datetime.now(COUNTY).hour <= 8
    assert send_due() == 1 and len(programs.got) == 2


# --- who may, and what is kept


def test_only_those_who_lead_the_group_keep_robots(lake, programs):
    for person in (lake.deputy, lake.fisherman, a_person()):
        with pytest.raises((NotAllowed, NotThere)):
            add_robot(lake.group, person, "wecom", name="群", address=programs.address("wecom"), events=ALL)
    robot = a_robot(lake, programs)
    for act in (lambda p: remove_robot(robot, p), lambda p: send_test(robot, p), lambda p: change_robot(robot, p, ALL, False)):
        with pytest.raises((NotAllowed, NotThere)):
            act(lake.deputy)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/robot/send?access_token=66a5f3b1c2d4e5f6", "https://oapi.dingtalk.com/other?access_token=66a5f3b1c2d4e5f6",
        "http://oapi.dingtalk.com/robot/send?access_token=66a5f3b1c2d4e5f6", "https://oapi.dingtalk.com:8443/robot/send?access_token=66a5f3b1",
        "https://oapi.dingtalk.com/robot/send", "http://127.0.0.1:6379/robot/send?access_token=66a5f3b1c2d4e5f6", "ftp://x", "", "钉钉",
    ],
)  # fmt: skip
def test_only_the_programs_own_address_is_spoken_to(lake, address):
    with pytest.raises(Invalid) as refused:
        add_robot(lake.group, lake.secretary, "dingtalk", name="群", address=address, secret=SECRET, events=ALL)
    assert refused.value.field == "address"


def test_address_and_secret_lie_encrypted_and_are_gone_with_the_robot(lake, programs, settings):
    robot = a_robot(lake, programs)
    assert SECRET not in robot.sealed and "66a5f3b1" not in robot.sealed + robot.hint
    assert unseal(robot.sealed)["secret"] == SECRET
    lake.task()
    settings.SECRET_KEY = "of another house"
    send_due()
    robot.refresh_from_db()
    assert robot.stopped_at is not None and robot.trouble == "key"
    remove_robot(robot, lake.secretary)
    robot.refresh_from_db()
    assert robot.sealed == "" and states(robot) == ["spared"]
    assert send_due() == 0


def test_what_people_wrote_is_no_markup_over_there():
    card = Card("新任务", "[点我](http://evil.example) @所有人 <at id=all></at> **急**", (("件", "*"),), "https://huiyin.example/t", "打开")
    ding = ROBOTS["dingtalk"].body(card)["actionCard"]["text"]
    assert "[点我](" not in ding and "\\@所有人" in ding and "<at" not in ding.replace("\\<", "")
    feishu = ROBOTS["feishu"].body(card)["card"]["elements"][0]["text"]
    assert feishu["tag"] == "plain_text"
    wecom = ROBOTS["wecom"].body(card)["template_card"]
    assert wecom["sub_title_text"].startswith("[点我]"), "plain fields are shown as they are"
    assert all(len(fact["keyname"]) <= 5 and len(fact["value"]) <= 26 for fact in wecom["horizontal_content_list"])


@pytest.mark.django_db(transaction=True)
def test_many_at_once_send_each_thing_once(lake, programs):
    """Four workers, as in two processes with two threads each, empty the outbox of three robots at the same time."""
    robots = [a_robot(lake, programs, channel) for channel in sorted(ROBOTS)]
    for n in range(6):
        lake.task(title=f"第{n}件")
    start, trouble = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait()
            for _ in range(5):
                send_due()
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    while send_due():
        pass
    assert trouble == []
    assert [set(states(robot)) for robot in robots] == [{"sent"}] * 3
    said = [str(body) for _program, body in programs.got]
    assert len(said) == 18 and [sum(f"第{n}件" in one for one in said) for n in range(6)] == [3] * 6
