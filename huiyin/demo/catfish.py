"""The day of story S1, played in a running server: an article, a repost, and a harvest sold. Reposts grow along the shape of a real cascade,
orders come by page and by telephone, each with the branch that brought it. The same by the same seed; only the hours are seconds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused, WrongState
from huiyin.demo import pictures
from huiyin.feed.actions import comment, follow, publish, repost, share
from huiyin.feed.models import Moment
from huiyin.feed.reach.actions import flush
from huiyin.feed.reach.counting import counter
from huiyin.market.actions import ListingDraft, OrderDraft, PlaceDraft, confirm_order, deliver_order, open_listing, place_order
from huiyin.market.models import Listing, Order
from huiyin.people.models import Person, Post
from huiyin.people.queries import holder_of

JIN = 500  # grams
HOURS = 24
#: How many repost and how many order in each of the 24 hours: a steep morning, a long evening, a night.
REPOSTS = (3, 9, 14, 11, 8, 6, 5, 4, 3, 3, 2, 2, 1, 1, 1, 0, 0, 0, 1, 1, 2, 1, 1, 1)
ORDERS = (2, 8, 15, 17, 14, 11, 9, 8, 6, 5, 4, 3, 2, 1, 1, 0, 0, 0, 1, 2, 4, 4, 3, 2)
#: jin of an order and how often: a family, a canteen, a restaurant, a market
SIZES = ((20, 8), (50, 9), (100, 7), (500, 5), (2_000, 5), (8_000, 4), (20_000, 2), (60_000, 1))
PRODUCERS = (("孟渔生", 420_000), ("孙喜妹", 360_000), ("罗水根", 330_000), ("胡三妹", 280_000), ("孟小川", 610_000))
CALLERS = ("郑记鱼庄", "南街菜场老田", "三中食堂", "滨江酒楼", "老周水产", "清水湾饭店", "学府路超市", "好邻居生鲜")
SOURCES = ("林书记转的", "亲戚发来的", "群里看到的", "报纸")
WORDS = ("帮一把", "好鱼", "我订了，你们也看看", "乡亲们不容易", "转起来", "四五斤一条，新鲜", "食堂的同志看过来", "")
Tell = Callable[[str], None]


@dataclass
class _Branch:
    moment: Moment
    person: Person
    code: str


def play(pace: float, tell: Tell, wait: Callable[[float], None] = time.sleep, seed: int = 1) -> Listing:
    """Plays the day. Takes seconds an hour, whom to tell what happens, how to wait, and a seed. Gives the listing.

    Raises WrongState where the invented county is not loaded.
    """
    with translation.override("zh-hans"):
        day = _Day(seed)
        for what in day.story():
            tell(what)
            wait(pace)
        return Listing.objects.get(pk=day.listing.pk)


class _Day:
    listing: Listing

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.people = {one.name: one for one in Person.objects.filter(erased_at=None, locked_at=None, is_minor=False)}
        needed = {name for name, _jin in PRODUCERS} | {"邹敬言"}
        self.secretary, self.operator = self._holder("书记", "县委"), self._holder("副局长", "水产局")
        self.director = self._holder("局长", "水产局")
        if needed - self.people.keys():
            raise WrongState(_("Somebody of the story is no longer here. Begin anew: huiyin demo --fresh"))
        crowd = [one for name, one in sorted(self.people.items()) if name not in needed]
        self.chance.shuffle(crowd)
        self.crowd = crowd
        self.branches: list[_Branch] = []
        self.called = self.taken = 0

    def _holder(self, title: str, unit: str = "") -> Person:
        posts = Post.objects.filter(title=title, closed_at=None)
        post = (posts.filter(unit__short_name=unit) if unit else posts).first()
        held = holder_of(post) if post is not None else None
        if held is None:
            raise WrongState(_("Nobody holds the post %(post)s just now. Begin anew: huiyin demo --fresh") % {"post": f"{unit}{title}"})
        return held.person

    def story(self) -> Iterator[str]:
        """Does one hour after the other and says what it was."""
        paper = self.people["邹敬言"]
        root = publish(
            paper, "上湖村三十六户渔民的两百万斤鮰鱼同时出水。四五斤一条，网箱月底前要拆完，鱼等不得。", audience="public", consent=True, topic="鮰鱼",
            place={"name": "上湖村"}, uploads=[pictures.uploaded(paper, scene) for scene in ("net-cages", "catfish-ice")],
            link={"url": "", "title": "两百万斤鮰鱼等买家", "source": "岚湖融媒"},
        )  # fmt: skip
        self._branch(root, paper)
        yield f"{paper.name}的报道发出"
        said = repost(root, self.secretary, "渔民一年的希望都在这里。能帮就帮一把。", audience="public", via=self.branches[0].code)
        self._branch(said, self.secretary)
        self.listing = self._open(said)
        yield f"{self.secretary.name}转发，挂出 {sum(jin for _name, jin in PRODUCERS):,} 斤"
        for hour in range(HOURS):
            self._hour(hour)
            flush()
            self.listing.refresh_from_db()
            sold = (self.listing.offered_grams - self.listing.free_grams) // JIN
            yield f"第 {hour + 1} 小时：{len(self.branches)} 人转发，已订 {sold:,} 斤"
        self._hand_over()
        yield "头一批鱼过秤交货"

    def _open(self, said: Moment) -> Listing:
        now = timezone.now()
        opened = open_listing(said.pk, self.secretary, ListingDraft(
            "岚湖鮰鱼，四到五斤一条", sum(jin for _name, jin in PRODUCERS) * JIN, now + timedelta(days=3), self.director.pk, min_grams=10 * JIN,
            price_fen=850, about="上湖村网箱鱼，现捞现装。渡头码头自提，二百斤以上送到枕澜镇。", piece_from_grams=4 * JIN, piece_to_grams=5 * JIN,
            producers=[(self.people[name].pk, jin * JIN) for name, jin in PRODUCERS],
            places=[PlaceDraft("渡头码头"), PlaceDraft("枕澜镇菜市场"), PlaceDraft("冬生冷库")],
        ))  # fmt: skip
        return opened.listing

    def _branch(self, moment: Moment, person: Person) -> None:
        self.branches.append(_Branch(moment, person, share(moment, person).code))

    def _hour(self, hour: int) -> None:
        for _n in range(REPOSTS[hour]):
            self._repost()
        for branch in self.branches:
            self._looked_at(branch, hour)
        for _n in range(ORDERS[hour]):
            self._order()
        if hour in (2, 5, 9):
            comment(self.branches[1].moment, self.crowd[hour], ("订了五十斤。", "怎么提货？", "鱼收到了，活蹦乱跳。")[hour % 3])

    def _repost(self) -> None:
        """Whoever was reposted often is reposted more: half of them from the secretary's, the rest from anybody's."""
        if self.taken >= len(self.crowd):
            return
        person, self.taken = self.crowd[self.taken], self.taken + 1
        from_whom = self.branches[1] if self.chance.random() < 0.5 else self.chance.choice(self.branches)
        by_unit = person.kind == Person.Kind.OFFICIAL
        said = repost(from_whom.moment, person, self.chance.choice(WORDS), audience="public", consent=not by_unit, via=from_whom.code)
        self._branch(said, person)
        if self.chance.random() < 0.2:
            follow(person, person=self.secretary)

    def _looked_at(self, branch: _Branch, hour: int) -> None:
        most = 400 if branch is self.branches[1] else 60 if len(self.branches) < 20 else 25
        now = timezone.localtime()
        for n in range(self.chance.randint(0, most * REPOSTS[hour] // 14 + 2)):
            counter.count(branch.moment.pk, f"demo{branch.moment.pk}-{hour}-{n}", branch.code, now)

    def _order(self) -> None:
        jin = self.chance.choices([size for size, _often in SIZES], [often for _size, often in SIZES])[0]
        branch = self.branches[1] if self.chance.random() < 0.4 else self.chance.choice(self.branches)
        by_phone = self.chance.random() < 0.35
        draft = OrderDraft(jin * JIN, place=self.chance.choice(("渡头码头", "枕澜镇菜市场", "冬生冷库")), via=branch.code)
        try:
            if by_phone:
                self.called += 1
                draft.name, draft.phone = self.chance.choice(CALLERS), f"199{20_000_000 + self.called:08d}"
                draft.source = self.chance.choice(SOURCES)
                placed = place_order(self.listing.pk, self.operator, draft)
            else:
                placed = place_order(self.listing.pk, self.chance.choice(self.crowd), draft)
            if self.chance.random() < 0.6:
                self._confirm(placed.order)
        except Refused:
            return  # a canteen that orders twice beyond what one number may hold: as in life, it is told so

    def _confirm(self, order: Order) -> None:
        confirm_order(order.pk, order.person)
        confirm_order(order.pk, self.director)

    def _hand_over(self) -> None:
        for order in Order.objects.filter(listing=self.listing, state=Order.State.CONFIRMED).order_by("pk")[:12]:
            for part in order.parts.filter(confirmed_grams__gt=0).select_related("producer"):
                weighed = part.confirmed_grams - self.chance.randint(0, part.confirmed_grams // 100)
                deliver_order(order.pk, self.director, weighed, part.producer.person_id)
