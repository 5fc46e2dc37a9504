"""What the invented county will have to sell: villages and a few growers, what takes it, and from how much on the county is told."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from huiyin.outlook.actions import AnnouncementDraft, add_outlet, announce, set_watch
from huiyin.outlook.amounts import amount_in
from huiyin.outlook.months import months_from
from huiyin.outlook.rules import regions_of
from huiyin.people.models import Person, Unit

WHO = "丁守诚"  # of the county's own office
#: where, what, how much, in how many months
COMES = (
    ("上湖村", "斑点叉尾鮰", "两百多万斤", 1), ("石湾村", "斑点叉尾鮰", "三十来万斤", 1), ("茶亭村", "斑点叉尾鮰", "20万斤", 2),
    ("桃窠乡", "黄桃", "三四万斤", 8), ("石湾村", "黄桃", "两万斤", 8), ("蒜坡乡", "蒜头", "80万斤", 6), ("望澜镇", "蒜头", "四五十万斤", 6),
    ("茶亭村", "春茶", "三千斤", 4), ("核桃坪镇", "核桃", "十二三万斤", 10),
)  # fmt: skip
TAKES = (("斑点叉尾鮰", "南门冷库", "60万斤"), ("蒜头", "蒜片厂", "100万斤"), ("黄桃", "罐头厂", "6万斤"))
THRESHOLDS = (("斑点叉尾鮰", "100万斤"), ("蒜头", "150万斤"))


def fill(people: Mapping[str, Person], units: Mapping[str, Unit]) -> None:
    """Announces it all, by whoever answers for the county. Nothing where they are not in it."""
    who = next((one for one in people.values() if one.name == WHO), None)
    regions = regions_of(who) if who is not None else ()
    if who is None or not regions:
        return
    months = months_from(timezone.localdate().replace(day=1), 12)
    for produce, name, amount in TAKES:
        add_outlet(who, regions[0], produce, name, amount_in(amount))
    for produce, amount in THRESHOLDS:
        set_watch(who, regions[0], produce, amount_in(amount))
    for where, produce, amount, ahead in COMES:
        if where in units:
            announce(who, AnnouncementDraft(produce, months[ahead], amount_in(amount), units[where].pk, own=False))
