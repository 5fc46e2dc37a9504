"""As much of a county as each picture of a page (tests/shots_pages.py) needs to have something to show, made by the tests' makers."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.utils import timezone

from huiyin.answers.actions import set_second_eyes
from huiyin.cases import actions as of_cases
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.circles.actions import note_visit, say_yes
from huiyin.feed.actions import ArticleDraft, open_account, publish, write_article
from huiyin.market.actions import ListingDraft, OrderDraft, open_listing, place_order
from huiyin.outlook.actions import AnnouncementDraft, announce
from huiyin.outlook.amounts import amount_in
from huiyin.outlook.months import month_of, months_from
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.reception.actions import DayDraft, VisitDraft, announce_day, book
from huiyin.reception.models import Visit
from huiyin.tasks.actions import report_done
from tests.factories import a_group, a_person, say
from tests.shots_county import County
from tests.tasks.conftest import a_lake
from tests.tasks.test_recurrence import repeated


class SmallCounty(County):
    """The lake of the tests of tasks, and around it what the other pages are about, each made when it is asked for."""

    def __init__(self) -> None:
        lake, listener = a_lake(), a_person(kind="resident")
        self.people = {"leader": lake.secretary, "deputy": lake.deputy, "resident": lake.fisherman}
        for who, role in (("admin", "system"), ("security", "security"), ("audit", "audit")):
            self.people[who] = a_person()
            appoint_administrator(self.people[who], role)
        self.lake, tomorrow = lake, timezone.now() + timedelta(days=1)
        self.tasks = [lake.task(title=title, deadline=tomorrow) for title in ("落实存鱼的去处", "清拆三组网箱", "每天上报鮰鱼销量")]
        report_done(self.tasks[2], lake.deputy, "今天卖了 1,240 斤")
        self.series = repeated(lake, text="@水产局副局长 每周一上午10点前把清拆进度报我")
        for kind, name in (("listening", "上湖村的话"), ("notice", "全县通知")):
            group = a_group(name, kind=kind, owner=lake.secretary, members=[lake.fisherman, listener])
            say(group, lake.secretary, "明天上午停水两小时，请提前储水。")
        for who, words in ((lake.fisherman, "鮰鱼什么时候有人来收？"), (lake.secretary, "@周建国 请今天回复。"), (lake.deputy, "收到")):
            say(lake.group, who, words)
        self.people |= dict.fromkeys(("keeper", "clerk", "operator", "writer"), lake.secretary)
        self.people |= {"head": lake.deputy, "producer": lake.fisherman, "buyer": lake.fisherman}
        lake.fisherman.home = lake.posts["secretary"].unit
        lake.fisherman.save(update_fields=["home"])
        self.people["leaving"] = lake.secretary  # last: in a session of their own, which nears its end

    def task(self, n: int) -> int:
        return int(self.tasks[n - 1].pk)

    def repetition(self) -> int:
        return int(self.series.pk)

    def unit(self) -> int:
        return int(self.lake.posts["deputy"].unit_id)

    def case(self, state: str) -> int:
        return self._case(state).pk

    @cache  # noqa: B019 - lives as long as the county
    def _case(self, state: str, text: str = "村口的水管漏了三天，路上都是水") -> Case:
        """A request of the fisherman's, brought into this state by those who are asked for it."""
        his, desk, head = speaker_of(self.lake.fisherman), speaker_of(self.lake.secretary), speaker_of(self.lake.deputy)
        case = of_cases.register_case(of_cases.CaseDraft(text, place="上湖村村口"), his).case
        if state == "registered":
            return case
        of_cases.accept_case(case, desk)
        of_cases.dispatch_case(case, desk, self.unit())
        of_cases.begin_case(case, head)
        if state == "handling":
            return case
        of_cases.answer_case(case, head, "solved", "水管已于今天上午换好，再漏请回复本件。")
        return of_cases.follow_up(case, his, reached=True, answered=True, solved=True, satisfied=True)

    def case_in_hand(self) -> int:
        return self._case("handling").pk

    @cache  # noqa: B019
    def published(self) -> str:
        case = self._case("handling", "水库边的取水台阶塌了一半，挑水的人踩空过")
        of_cases.publish_case(case, speaker_of(self.lake.fisherman))
        of_cases.publish_case(case, speaker_of(self.lake.secretary))
        return str(case.number)

    @cache  # noqa: B019
    def matter(self) -> int:
        like = [self._case("handling"), self._case("registered", "村里的水管又漏了")]
        return of_cases.make_matter(speaker_of(self.lake.secretary), [one.pk for one in like], "上湖村的水管").pk

    @cache  # noqa: B019
    def text_to_release(self) -> int:
        """A matter in which one text for both its requests waits until somebody else has read it."""
        like = [self._case("handling", "三组停水两天了"), self._case("handling", "水缸都空了，老人打水要走两里路")]
        matter = of_cases.make_matter(speaker_of(self.lake.secretary), [one.pk for one in like], "三组停水")
        director = speaker_of(self.lake.director)
        set_second_eyes(director, self.lake.posts["director"].unit, True)
        of_cases.answer_matter(matter, director, "solved", "{name}您好：您反映的（№{number}）停水一事，水泵昨晚换好了。")
        set_second_eyes(director, self.lake.posts["director"].unit, False)
        return matter.pk

    @cache  # noqa: B019
    def visit(self) -> int:
        now = timezone.localtime()
        draft = DayDraft(self.lake.posts["secretary"].unit_id, "一楼接待室", now, now + timedelta(hours=3), 5, sits="副县长 高若水")
        day = announce_day(draft, speaker_of(self.lake.secretary))
        return book(day, VisitDraft("秦望川", "13800001111"), Speaker()).visit.pk

    def day(self) -> int:
        return Visit.objects.get(pk=self.visit()).day_id

    @cache  # noqa: B019
    def tie(self) -> int:
        tie = say_yes(self.circle_code(), self.lake.fisherman)
        today = timezone.localdate()
        note_visit(tie, self.lake.secretary, today, "三万斤鱼压在手里", "一周给个准话", today)
        return tie.pk

    @cache  # noqa: B019
    def announcement(self) -> int:
        amount = amount_in("三四千斤")
        return announce(self.lake.fisherman, AnnouncementDraft("鮰鱼", months_from(month_of(timezone.localdate()), 2)[1], amount)).pk

    @cache  # noqa: B019
    def moment(self) -> int:
        moment = publish(self.lake.secretary, "渔民一年的希望都在这里。能帮就帮一把。", topic="鮰鱼", audience="public")
        return moment.pk

    @cache  # noqa: B019
    def account(self) -> int:
        unit = self.lake.posts["secretary"].unit
        account = open_account(unit, self.lake.secretary, f"{unit.name}渔事", "渔民问的事。")
        write_article(account, ArticleDraft(self.lake.secretary, "渔民问得最多的五件事", "存鱼先卖后拆。", publish=True))
        return account.pk

    @cache  # noqa: B019
    def listing(self) -> int:
        selling = publish(self.lake.secretary, "鱼等不得，请大家帮忙。", audience="public")
        closes, fish = timezone.now() + timedelta(days=3), 900_000
        draft = ListingDraft("鮰鱼", fish, closes, self.lake.secretary.pk, producers=[(self.lake.fisherman.pk, fish)])
        return open_listing(selling.pk, self.lake.secretary, draft).listing.pk

    @cache  # noqa: B019
    def order(self) -> int:
        return place_order(self.listing(), self.lake.fisherman, OrderDraft(5_000)).order.pk

