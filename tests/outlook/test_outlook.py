"""What is to come: who announces, in what words, who sees it, what the calendar says of a month, who is told when it is too much."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere
from huiyin.journal.models import Entry
from huiyin.market.actions import confirm_order, deliver_order
from huiyin.market.models import LedgerRow
from huiyin.notices.models import Notice
from huiyin.outlook import actions, queries
from huiyin.outlook.actions import AnnouncementDraft
from huiyin.outlook.amounts import amount_in
from huiyin.outlook.models import Announcement, Passed
from huiyin.outlook.months import AHEAD, month_in, months_from
from huiyin.people.models import Unit
from huiyin.people.rules import is_official
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from tests.api.conftest import program  # noqa: F401
from tests.factories import a_holding, a_person, a_post, a_session, a_unit
from tests.market.conftest import KG, a_market

pytestmark = pytest.mark.django_db
JIN = 500


def client_of(person) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    return client


def coming(n: int = 2) -> date:
    """The month that comes so many after this one."""
    return months_from(timezone.localdate().replace(day=1), AHEAD)[n]


@pytest.fixture
def county():
    """A county with an agriculture bureau, a town, two villages, a grower in each, and another county."""
    made: dict = {"county": a_unit("云溪县", kind=Unit.Kind.COUNTY)}
    made["bureau"] = a_unit("农业农村局", made["county"], kind=Unit.Kind.BUREAU)
    made["town"] = a_unit("石桥镇", made["county"], kind=Unit.Kind.TOWN)
    made["east"], made["west"] = (a_unit(name, made["town"], kind=Unit.Kind.VILLAGE) for name in ("东庄", "西庄"))
    made["head"] = a_holding(post=a_post("局长", made["bureau"])).person
    made["clerk"] = a_holding(post=a_post("村支书", made["east"])).person
    made["grower"] = a_person("桃农", kind="resident", home=made["east"])
    made["other"] = a_person("瓜农", kind="resident", home=made["west"])
    made["stranger"] = a_holding(post=a_post("局长", a_unit("邻县", kind=Unit.Kind.COUNTY))).person
    return made


def say(by, amount: str, produce: str = "黄桃", n: int = 2, unit: Unit | None = None, **more):
    said = AnnouncementDraft(produce, coming(n), amount_in(amount), unit.pk if unit else None, own=unit is None, **more)
    return actions.announce(by, said)


@pytest.mark.parametrize(("words", "low", "said", "high"), [
    ("200斤", 200, 200, 200), ("三四千斤", 3000, None, 4000), ("两百多万斤", 2_000_000, 2_000_000, 3_000_000),
    ("1.5吨", 3000, 3000, 3000),
    ("3000", 3000, 3000, 3000),
])  # fmt: skip
def test_amounts_are_read_as_they_are_said(words, low, said, high):
    amount = amount_in(words)
    assert (amount.low, amount.high) == (low * JIN, high * JIN) and (said is None or amount.said == said * JIN)


@pytest.mark.parametrize("words", ["", "很多", "-5斤", "0", "9" * 40 + "吨"])
def test_what_is_no_amount_is_refused_with_its_field(words):
    with pytest.raises(Invalid) as refused:
        amount_in(words)
    assert refused.value.field == "amount"


def test_only_months_to_come_can_be_announced():
    today = date(2026, 11, 29)
    assert month_in("2026-11", today) == date(2026, 11, 1) and month_in("2028-04", today) == date(2028, 4, 1)
    assert [month_in(text, today) for text in ("2026-10", "2028-05", "2026-13", "x", "")] == [None] * 5


def test_a_producer_says_it_on_a_simple_page_and_corrects_it(county):
    browser = client_of(county["grower"])
    assert "您的姓名和数量" in browser.get("/outlook/mine").content.decode()
    month = f"{coming():%Y-%m}"
    assert browser.post("/outlook/mine", {"produce": "黄桃", "month": month, "amount": "三四千斤"}).status_code == 302
    assert browser.post("/outlook/mine", {"produce": "黄桃", "month": month, "amount": "五千斤"}).status_code == 302
    assert [one.words for one in Announcement.objects.all()] == ["五千斤"]
    assert "五千斤" in browser.get("/outlook/mine").content.decode()
    kinds = Entry.objects.filter(kind__startswith="outlook.").values_list("kind", flat=True)
    assert list(kinds) == ["outlook.announced", "outlook.corrected"]


def test_what_was_typed_stays_where_it_was_refused(county):
    answer = client_of(county["grower"]).post("/outlook/mine", {"produce": "黄桃", "month": f"{coming():%Y-%m}", "amount": "很多"})
    assert answer.status_code in (400, 422)
    page = answer.content.decode()
    assert 'value="黄桃"' in page and 'value="很多"' in page and 'aria-invalid="true"' in page


def test_a_village_is_announced_for_by_who_answers_for_it_alone(county):
    say(county["clerk"], "2万斤", unit=county["east"])
    say(county["head"], "1万斤", unit=county["west"])
    for person in (county["grower"], county["stranger"]):
        with pytest.raises(NotAllowed):
            say(person, "2万斤", unit=county["east"])
    with pytest.raises(NotAllowed):
        say(county["clerk"], "2万斤", unit=county["west"])


def test_a_child_and_who_is_at_home_nowhere_announce_nothing(county):
    with pytest.raises(Invalid) as refused:
        say(a_person(kind="resident"), "100斤")
    assert refused.value.field == "unit"
    child = a_person(kind="resident")
    child.is_minor = True
    with pytest.raises(NotAllowed):
        say(child, "100斤")


def test_whose_home_nobody_entered_names_the_village(county):
    browser = client_of(a_person(kind="resident"))
    assert "东庄" in browser.get("/outlook/mine").content.decode()
    said = {"produce": "黄桃", "month": f"{coming():%Y-%m}", "amount": "两吨"}
    assert browser.post("/outlook/mine", said).status_code in (400, 422)
    assert browser.post("/outlook/mine", said | {"home": county["bureau"].pk}).status_code in (400, 422), "a bureau grows nothing"
    assert browser.post("/outlook/mine", said | {"home": county["west"].pk}).status_code == 302
    assert Announcement.objects.get().unit == county["west"]


def test_the_calendar_is_for_who_answers_for_the_region(county):
    say(county["grower"], "三四千斤")
    say(county["other"], "2000斤")
    page = client_of(county["head"]).get("/outlook").content.decode()
    assert "黄桃" in page and "东庄" in page and "西庄" in page and "桃农" not in page
    own = client_of(county["clerk"]).get("/outlook").content.decode()
    assert "东庄" in own and "西庄" not in own
    assert "黄桃" not in client_of(county["stranger"]).get("/outlook").content.decode()
    assert client_of(county["grower"]).get("/outlook")["Location"] == "/outlook/mine"
    with pytest.raises(NotThere):
        queries.calendar_of(county["clerk"], county["county"].pk)
    assert client_of(county["clerk"]).get(f"/outlook?region={county['county'].pk}").status_code == 404


def test_a_month_is_coloured_by_what_takes_it_and_says_so_in_words(county):
    say(county["grower"], "3000斤")
    say(county["other"], "2000斤")
    calendar = queries.calendar_of(county["head"], county["county"].pk)
    (peach,) = calendar.produces
    assert peach.whole.cells[2].grams == 5000 * JIN and peach.whole.cells[2].level == 5, "nobody known takes it"
    actions.add_outlet(county["head"], county["county"].pk, "黄桃", "罐头厂", amount_in("4000斤"))
    (peach,) = queries.calendar_of(county["head"], county["county"].pk).produces
    assert (peach.whole.cells[2].level, peach.whole.cells[2].times) == (3, 125)
    assert "125%" in client_of(county["head"]).get("/outlook").content.decode()
    assert [queries.level_of(grams, 100) for grams in (0, 50, 51, 100, 101, 200, 201)] == [0, 1, 2, 2, 3, 3, 4]


def test_what_was_sold_in_other_years_stands_beside_it(county):
    market = a_market()
    market.listing.unit = county["town"]
    market.listing.save(update_fields=["unit"])
    buyer = a_person(kind="resident")
    order = market.order(100 * KG, buyer).order
    for who in (buyer, market.producer):
        confirm_order(order.pk, who)
    deliver_order(order.pk, market.producer, 100 * KG)
    month = coming()
    last = month.replace(year=month.year - 1)
    LedgerRow.objects.filter(kind="delivered").update(at=timezone.now().replace(year=last.year, month=last.month, day=3))
    say(county["grower"], "100斤", "斑点叉尾鮰")
    (fish,) = queries.calendar_of(county["head"], county["county"].pk).produces
    assert fish.sold[2] == 100 * KG and fish.sold[3] == 0 and fish.whole.cells[2].times == 50


def test_who_set_a_threshold_is_told_once_and_again_after_it_fell_below(county):
    head = county["head"]
    actions.set_watch(head, county["county"].pk, "黄桃", amount_in("4000斤"))
    first = say(county["grower"], "3000斤")
    assert not Notice.objects.filter(kind="outlook.passed").exists()
    more = say(county["other"], "2000斤")
    say(county["other"], "2500斤")
    assert [one.person for one in Notice.objects.filter(kind="outlook.passed")] == [head]
    assert "超过阈值" in client_of(head).get("/outlook").content.decode()
    actions.withdraw(more.pk, county["other"])
    assert not Passed.objects.exists()
    say(county["grower"], "5000斤")
    assert Notice.objects.filter(kind="outlook.passed").count() == 2
    notice = Notice.objects.filter(kind="outlook.passed").last()
    assert "/outlook" in client_of(head).post(f"/me/notices/{notice.pk}/open")["Location"]
    assert first.pk


def test_what_passed_already_is_told_when_the_threshold_is_set(county):
    say(county["grower"], "5000斤")
    actions.set_watch(county["head"], county["county"].pk, "黄桃", amount_in("4000斤"))
    assert Notice.objects.filter(kind="outlook.passed").count() == 1
    actions.set_watch(county["head"], county["county"].pk, "黄桃", None)
    assert not Passed.objects.exists()


def test_outlets_and_thresholds_by_the_page(county):
    browser, region = client_of(county["head"]), county["county"].pk
    path = "/outlook/settings"
    browser.post(path, {"what": "outlet", "region": region, "produce": "黄桃", "name": "罐头厂", "amount": "50吨"})
    browser.post(path, {"what": "watch", "region": region, "produce": "黄桃", "amount": "10万斤"})
    page = browser.get(path).content.decode()
    assert "罐头厂" in page and "10万斤" in page
    outlet = queries.outlets_of(region)[0]
    assert client_of(county["stranger"]).post(f"/outlook/outlets/{outlet.pk}/end").status_code == 404
    browser.post(f"/outlook/outlets/{outlet.pk}/end")
    assert not queries.outlets_of(region)
    assert client_of(county["grower"]).get(path).status_code == 403
    assert client_of(county["clerk"]).post(path, {"what": "watch", "region": region, "produce": "黄桃", "amount": "1斤"}).status_code == 403


def test_nobody_takes_anothers_back(county):
    made = say(county["grower"], "3000斤")
    assert client_of(county["other"]).post(f"/outlook/announcements/{made.pk}/withdraw").status_code == 404
    assert client_of(county["head"]).post(f"/outlook/announcements/{made.pk}/withdraw").status_code == 403
    client_of(county["grower"]).post(f"/outlook/announcements/{made.pk}/withdraw")
    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_a_key_is_for_once(county):
    first = say(county["grower"], "3000斤", key="a")
    say(county["grower"], "4000斤", key="b")
    assert say(county["grower"], "3000斤", key="a").pk == first.pk and Announcement.objects.get().words == "4000斤"
    with pytest.raises(KeyUsed):
        say(county["grower"], "1斤", key="a")


def test_by_the_api(county, program):  # noqa: F811
    grower = program(county["grower"], "outlook:read", "outlook:write")
    said = {"produce": "黄桃", "month": f"{coming():%Y-%m}", "amount": "三四千斤", "key": "p1"}
    made = grower("post", "/outlook/announcements", said)
    assert made.status_code == 201
    assert grower("post", "/outlook/announcements", said).status_code == 200  # by its key, the first answer again
    assert made.json()["high_grams"] == 4000 * JIN
    assert [one["id"] for one in grower("get", "/outlook/announcements").json()] == [made.json()["id"]]
    assert grower("get", "/outlook/calendar").status_code == 404
    head = program(county["head"], "outlook:read")
    told = head("get", "/outlook/calendar").json()
    assert told["produces"][0]["whole"][2]["level"] == 5
    assert head("post", "/outlook/announcements", said).status_code == 403
    assert grower("post", f"/outlook/announcements/{made.json()['id']}/withdraw", {}).status_code == 200


def test_it_is_found_by_who_may_see_it(county):
    say(county["grower"], "3000斤")
    assert "东庄" in client_of(county["head"]).get("/search?q=黄桃").content.decode()
    assert "东庄" not in client_of(county["stranger"]).get("/search?q=黄桃").content.decode()


def test_an_erased_producers_figures_go(county):
    say(county["grower"], "3000斤")
    finish_erasure(erase_person(county["grower"], None, county["grower"].name))
    assert not Announcement.objects.exists()


def test_who_left_the_office_sees_it_no_more(county):
    say(county["grower"], "3000斤")
    assert is_official(county["head"])
    holding = county["head"].holdings.get()
    holding.since, holding.until = timezone.localdate() - timedelta(days=9), timezone.localdate() - timedelta(days=1)
    holding.save()
    assert client_of(county["head"]).get("/outlook")["Location"] == "/outlook/mine"
