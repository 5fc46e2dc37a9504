"""The digest: what residents said since one last looked, as its reader may see it at that moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases.actions import CaseDraft, accept_case, answer_case, case_from_message, dispatch_case, register_case, reopen_case
from huiyin.cases.models import Case, Matter
from huiyin.cases.queries.topics import topic_name
from huiyin.cases.rules import speaker_of
from huiyin.digest import actions
from huiyin.digest.actions.collecting import forget_sorter
from huiyin.digest.models import Decided, Saying
from huiyin.digest.queries.cards import Card, digest_of
from huiyin.feed.actions import comment, publish
from huiyin.groups.actions import add_people, recall_message, remove_member
from huiyin.groups.models import Group, Message
from huiyin.people.models import Person
from huiyin.tasks.models import Task
from tests.cases.conftest import County
from tests.factories import a_group, a_person, say
from tests.markup import markup

pytestmark = pytest.mark.django_db
LAMP = ("村口第三盏路灯坏了一个星期，晚上看不见路", "村口第三盏路灯坏了一个星期了，晚上看不见路")


@pytest.fixture(autouse=True)
def sorter() -> Iterator[None]:
    """Each test has a database of its own, and so a sorter that knows nothing."""
    forget_sorter()
    yield
    forget_sorter()


def sort() -> None:
    now = timezone.now() + timedelta(seconds=5)
    while actions.collect(now):
        pass


def shown(card: Card) -> dict[str, int]:
    """What the forms of a card say of what was shown."""
    return {"first": card.first, "upto": card.upto}


def a_talk(owner: Person) -> tuple[Group, list[Person]]:
    people = [a_person(kind="resident") for _ in range(3)]
    return a_group(owner=owner, members=people), people


def test_near_duplicates_are_one_card_the_unanswered_first_and_minutes_are_said(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    done = say(group, people[2], "水费单子上多收了八块钱")
    say(group, county.head, "已退", reply_to=done.n)
    say(group, people[0], LAMP[0])
    say(group, people[1], LAMP[1])
    sort()
    found = digest_of(county.head)
    assert [(card.people, card.open) for card in found.cards] == [(2, True), (1, False)]
    page = markup(client_for(county.head).get("/digest"))
    assert page.index("路灯") < page.index("八块钱") and "1 分钟" in page


def test_answering_says_it_where_it_was_said_once_and_can_be_taken_back(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    said = say(group, people[0], LAMP[0])
    sort()
    head = client_for(county.head)
    card = digest_of(county.head).cards[0]
    assert head.post(f"/digest/cards/{card.alike}/answered", shown(card) | {"words": " ", "key": "k0"}).status_code == 422
    for _twice in range(2):
        assert head.post(f"/digest/cards/{card.alike}/answered", shown(card) | {"words": "明天去修", "key": "k1"}).status_code == 302
    answer = Message.objects.get(text="明天去修")
    assert answer.reply_to_id == said.pk and "路灯" not in markup(head.get("/digest")).partition("id=\"done\"")[0]
    assert not digest_of(county.head).cards
    head.post(f"/digest/decided/{Decided.objects.get().pk}/undo")
    answer.refresh_from_db()
    assert answer.recalled_at is not None and digest_of(county.head).cards[0].open


def test_without_network_it_is_sent_later_and_the_card_comes_back_done(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    say(group, people[0], LAMP[0])
    sort()
    head, card = client_for(county.head), digest_of(county.head).cards[0]
    page = markup(head.get("/digest"))
    assert re.search(rf'action="/digest/cards/{card.alike}/thanked" data-decision="[^"]+"[^>]* data-task="d{card.alike}"', page)
    sent_later = {"X-Fragment": "1"}
    sent = head.post(f"/digest/cards/{card.alike}/thanked", shown(card) | {"key": "later-1"}, headers=sent_later)
    assert sent.status_code == 200 and f'id="td{card.alike}"' in markup(sent)
    assert head.post(f"/digest/cards/{card.alike}/thanked", shown(card) | {"key": "later-1"}, headers=sent_later).status_code == 200
    assert Message.objects.filter(author=county.head).count() == 1


def test_handing_on_makes_a_task_and_taking_back_withdraws_it(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    add_people(group, [county.clerk], county.head)
    say(group, people[0], LAMP[0])
    sort()
    head, card = client_for(county.head), digest_of(county.head).cards[0]
    assert head.post(f"/digest/cards/{card.alike}/assigned", shown(card) | {"key": "k"}).status_code == 422
    form = shown(card) | {"group": group.pk, "lead": county.clerk.pk, "key": "k2"}
    assert head.post(f"/digest/cards/{card.alike}/assigned", form).status_code == 302
    task = Task.objects.get()
    assert task.source is not None and task.source.text == LAMP[0]
    head.post(f"/digest/decided/{Decided.objects.get().pk}/undo")
    task.refresh_from_db()
    assert task.state == "withdrawn"


def test_hanging_together_makes_requests_of_each_under_one_matter(county: County, client_for: Any) -> None:
    group, people = a_talk(county.desk)
    add_people(group, [county.clerk], county.desk)
    say(group, people[0], LAMP[0])
    say(group, people[1], LAMP[1])
    sort()
    desk, card = client_for(county.desk), digest_of(county.desk).cards[0]
    assert desk.post(f"/digest/cards/{card.alike}/merged", shown(card) | {"key": "k"}).status_code == 302
    assert Case.objects.filter(matter=Matter.objects.get()).count() == 2
    desk.post(f"/digest/decided/{Decided.objects.get().pk}/undo")
    assert Case.objects.count() == 2 and not Case.objects.filter(matter__isnull=False).exists()


def test_what_is_recalled_or_in_a_group_one_left_is_gone_at_once(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    other, theirs = a_talk(county.desk)
    add_people(other, [county.head], county.desk)
    first = say(group, people[0], LAMP[0])
    say(other, theirs[0], "水渠淤了，下游的田灌不上水")
    sort()
    assert len(digest_of(county.head).cards) == 2
    card = next(one for one in digest_of(county.head).cards if one.lines[0].group == group.pk)
    recall_message(first, people[0])
    remove_member(other, county.head, by=county.desk)
    assert not digest_of(county.head).cards
    assert client_for(county.head).post(f"/digest/cards/{card.alike}/thanked", shown(card) | {"key": "k"}).status_code == 404


def test_like_words_in_a_group_one_is_not_in_are_not_counted(county: County) -> None:
    group, people = a_talk(county.head)
    other, theirs = a_talk(county.desk)
    say(other, theirs[0], LAMP[0])
    say(group, people[0], LAMP[1])
    sort()
    assert len(set(Saying.objects.values_list("alike", flat=True))) == 1
    (card,) = digest_of(county.head).cards
    assert card.people == 1 and len(card.lines) == 1


def test_requests_of_the_unit_stand_in_it_sealed_ones_never_and_others_not(county: County, client_for: Any) -> None:
    county.given()
    register_case(CaseDraft("交通局长收了施工队的钱", accused=[county.roads.pk]), county.who("resident"))
    sort()
    assert "水管" in markup(client_for(county.head).get("/digest"))
    assert "水管" not in markup(client_for(county.road_head).get("/digest"))
    assert Saying.objects.filter(kind="case").count() == 1
    assert "收了施工队" not in markup(client_for(county.desk).get("/digest"))


def test_comments_under_ones_moments_are_in_it_and_are_answered_there(county: County, client_for: Any) -> None:
    moment = publish(county.head, "今天去看了水渠")
    comment(moment, county.resident, "下游三组的水还是没来")
    sort()
    head, card = client_for(county.head), digest_of(county.head).cards[0]
    assert head.post(f"/digest/cards/{card.alike}/answered", shown(card) | {"words": "下午去看", "key": "k"}).status_code == 302
    assert moment.comment_set.get(by=county.head).reply_to is not None


def test_read_to_the_end_what_comes_later_is_the_next_digest_and_it_goes_on_where_one_stopped(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    words = ("路灯", "水管", "学校", "医生", "公交", "垃圾", "低保", "工资", "水渠", "电费", "噪音", "树枝", "井盖", "厕所")
    for word in words:
        say(group, people[0], f"{word}的事{word}{word}说过好几回了{word}")
    sort()
    head = client_for(county.head)
    page = markup(head.get("/digest"))
    after = re.search(r'href="/digest\?from=(\d+)&amp;at=[0-9.]+" rel="next"', page)
    assert after is not None
    head.get(f"/digest?from={after[1]}")
    assert f'id="td{after[1]}"' in markup(head.get("/digest"))
    upto = re.search(r'name="upto" value="(\d+)"', page)
    assert upto is not None and head.post("/digest/read", {"upto": upto[1]}).status_code == 302
    assert not digest_of(county.head).cards
    say(group, people[1], LAMP[0])
    sort()
    assert len(digest_of(county.head).cards) == 1


def test_a_program_reads_it_and_a_resident_does_not(county: County, program: Any, client_for: Any) -> None:
    group, people = a_talk(county.head)
    say(group, people[0], LAMP[0])
    sort()
    (card,) = program(county.head, "digest:read")("get", "/digest").json()
    assert card["text"] == LAMP[0] and card["waits"] and card["people"] == 1
    assert program(county.resident, "digest:read")("get", "/digest").status_code == 403
    assert client_for(county.resident).get("/digest").status_code == 403


def test_requests_that_sound_alike_and_were_given_different_topics_are_different_matters(county: County, client_for: Any) -> None:
    told = {"water": "码头边的水泵房夜里一直响，能不能白天抽水", "health": "老人打疫苗要到镇上，能不能来村里打一次",
            "education": "食堂的饭到我们班已经凉了，能不能错开时间打饭", "farming": "收蒜的老板压级压价，能不能贴个指导价"}  # fmt: skip
    for topic, text in told.items():
        county.case(text, topic=topic)
    sort()
    assert len(set(Saying.objects.values_list("topic", flat=True))) < len(told)  # the sorter alone takes them for one
    page = client_for(county.desk).get("/digest").content.decode()
    parts = re.split(r'<h2 class="digest-topic">', page)[1:]
    assert len(parts) == len(told)
    assert all(topic_name(topic) == part.partition("<")[0] for part in parts for topic, text in told.items() if text in part)


def test_what_was_said_waits_until_its_request_is_answered_and_again_when_it_is_not_solved(county: County) -> None:
    group, people = a_talk(county.head)
    add_people(group, [county.desk], by=county.head)
    case = case_from_message(say(group, people[0], "码头的秤不准，差了二斤"), county.who("desk")).case
    sort()
    waits = [digest_of(county.head).waiting]  # "taken down as a request" stands under it
    accept_case(case, county.who("desk"))
    dispatch_case(case, county.who("desk"), county.water.pk)
    answer_case(case, county.who("head"), "solved", "秤已校准，再不准请在这里说。")
    waits.append(digest_of(county.head).waiting)
    reopen_case(case, speaker_of(people[0]), "今天又差一斤")
    assert [*waits, digest_of(county.head).waiting] == [1, 0, 1]
