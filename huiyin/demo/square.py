"""The square of the invented county: moments with drawn pictures, reposts, comments, a request to study, through the actions people use."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from huiyin.demo import pictures
from huiyin.demo.county.places import places
from huiyin.feed.actions import Draft, ask_to_study, comment, follow, like, publish_once, say_read
from huiyin.feed.actions.accounts import open_account
from huiyin.feed.actions.articles import ArticleDraft, write_article
from huiyin.feed.models import Moment
from huiyin.feed.rules import speaks_in_public, visible_to
from huiyin.groups.models import Group
from huiyin.market.actions import (
    ListingDraft,
    OrderDraft,
    PlaceDraft,
    close_listing,
    confirm_order,
    deliver_order,
    open_listing,
    place_order,
)
from huiyin.people.models import Person, Unit

JIN = 500  # grams
SCRIPT = Path(__file__).parent / "county" / "square.txt"
#: ref of a moment, who says what under it
COMMENTS = (
    ("fish1", "徐旺", "四五斤的正好做豆豉蒸，我要两百斤。"), ("fish1", "孟渔生", "谢谢大家，鱼是好鱼。"), ("fish2", "汪冬生", "冷库腾得出两万斤。"),
    ("fish2", "高健", "顺路物流报名，跑枕澜到市里。"), ("lamp1", "许阿婆", "我家门口那盏一闪一闪的。"), ("lamp1", "洪亮", "记下了，明天上午来。"),
    ("road1", "石大山", "晚上也施工吗？"), ("tea1", "程秋", "给我留二十斤。"), ("photo1", "夏至", "能挂在民宿里吗？"), ("school1", "谢春梅", "小雨说新桌子有木头味。"),
    ("peach2", "陶二喜", "沈县长，第一筐给您留着。"), ("bamboo1", "花小蕊", "还要三百个，接吗？"),
)  # fmt: skip
READERS = ("丁守诚", "苏映红", "顾明")


@dataclass(frozen=True)
class _Said:
    ref: str
    hours: float
    author: str
    audience: str
    place: str
    topic: str
    pictures: tuple[str, ...]
    reposts: str
    text: str


def _script() -> list[_Said]:
    lines = [line for line in SCRIPT.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    told = []
    for line in lines:
        ref, hours, author, audience, place, topic, drawn, reposts, text = (part.strip() for part in line.split("|", 8))
        scenes = tuple(one.strip() for one in drawn.split(",") if one.strip())
        told.append(_Said(ref, float(hours), author, audience, place, topic, scenes, reposts, text))
    return told


def _place(name: str) -> dict[str, object] | None:
    if not name:
        return None
    at = places().get(name)
    return {"name": name, "lat": at[0], "lon": at[1]} if at else {"name": name}


def fill(people: dict[str, Person]) -> dict[str, Moment]:
    """Fills the square. Takes the county's people by name. Gives the moments by their names in the script; the same every time."""
    made: dict[str, Moment] = {}
    now = timezone.now()
    for said in _script():
        by = people[said.author]
        kind, _colon, group = said.audience.partition(":")
        draft = Draft(
            by, said.text, audience=kind, group=Group.objects.get(name=group).pk if group else None, topic=said.topic,
            uploads=[pictures.uploaded(by, scene) for scene in said.pictures], place=_place(said.place),
            repost_of=made[said.reposts].pk if said.reposts else None, consent=kind == "public" and not speaks_in_public(by),
            at=now - timedelta(hours=said.hours),
        )  # fmt: skip
        made[said.ref] = publish_once(draft).moment
    for ref, name, words in COMMENTS:
        comment(made[ref], people[name], words)
    _likes(made, people)
    _follows(people)
    study = ask_to_study(made["plan1"], people["林知远"], [people[name].pk for name in READERS], now + timedelta(days=4), words="谈谈岚湖怎么办")
    say_read(study.study, people["苏映红"])
    open_accounts(people)
    hang_listings(made, people)
    return made


def _likes(made: dict[str, Moment], people: dict[str, Person]) -> None:
    chance = random.Random(7)
    crowd = sorted(people.values(), key=lambda one: one.pk)[:160]
    for moment in made.values():
        for person in chance.sample(crowd, chance.randint(2, 14)):
            if Moment.objects.filter(visible_to(person), pk=moment.pk).exists():
                like(moment, person)


def _follows(people: dict[str, Person]) -> None:
    for who, whom in (("孟渔生", "林知远"), ("林知远", "孟渔生"), ("林知远", "安然"), ("沈若兰", "覃茶花"), ("佘桂香", "沈若兰"), ("周建国", "方敏")):
        follow(people[who], person=people[whom])


#: unit, its account's name and words, who writes, title, text, pictures
ACCOUNTS = (
    ("文旅局", "岚湖文旅", "岚湖的山水、手艺和老街。", "朱晓蕾", "渡口的早晨", "五点，雾还没有散。柳渡的橹声是这里的闹钟。\n\n"
     "## 怎么来\n\n从枕澜镇坐 3 路车到柳渡村，走十分钟到渡口。\n\n> 撑了三十三年船，头一回有人给我拍照。——柳长庚\n", ("ferry", "mist-ferry")),
    ("水产局", "岚湖渔事", "渔情、休渔、放流，渔民问的事。", "江一帆", "网箱拆除，渔民问得最多的五件事",
     "1. 存鱼怎么办：先卖后拆，卖不完的进冷库。\n2. 补助什么时候到：验收后十五个工作日。\n3. 船还能不能下水：能，按证作业。\n4. 转产培训：下月开班。\n5. 找谁：水产局 方敏。\n",
     ("net-cages",)),
    ("教育局", "岚湖教育", "学校的事，家长的事。", "柏文静", "新课桌进教室了", "石湾小学的四十二套课桌到位，全县还有三所学校在本月换完。\n", ("classroom",)),
    ("融媒体中心", "岚湖融媒", "岚湖今天。", "胡雪贵", "两百万斤鮰鱼，怎么卖出去的", "一条转发，二十四小时，几十万斤。渔民、食堂、饭店和运鱼车的故事。\n", ("catfish-ice", "pier-dawn")),
)  # fmt: skip


def open_accounts(people: dict[str, Person]) -> None:
    """Opens four official accounts, each with an article."""
    for unit, name, about, writer, title, body, scenes in ACCOUNTS:
        by = people[writer]
        account = open_account(Unit.objects.get(short_name=unit), by, name, about)
        pictured = [pictures.uploaded(by, scene) for scene in scenes]
        write_article(account, ArticleDraft(by, title, body, summary=body.split("\n")[0][:100], uploads=pictured, cover=pictured[0], publish=True))
        for who in ("林知远", "沈若兰", "孟渔生", "佘桂香"):
            follow(people[who], account=account)


def hang_listings(made: dict[str, Moment], people: dict[str, Person]) -> None:
    """Hangs two listings on the square: catfish that is being sold, peaches that are sold."""
    closes = timezone.now() + timedelta(days=4)
    shares = [(people[name].pk, jin * JIN) for name, jin in (("孟渔生", 30_000), ("孙喜妹", 24_000), ("孟小川", 46_000))]
    fish = open_listing(made["fish2"].pk, people["林知远"], ListingDraft(
        "上湖村鮰鱼，四到五斤一条", 100_000 * JIN, closes, people["方敏"].pk, min_grams=10 * JIN, price_fen=850, producers=shares,
        piece_from_grams=4 * JIN, piece_to_grams=5 * JIN, places=[PlaceDraft("渡头码头"), PlaceDraft("冬生冷库")], about="现捞现装，码头自提。",
    )).listing  # fmt: skip
    for name, jin in (("徐旺", 4_000), ("罗瑶", 9_000), ("花小蕊", 2_500), ("沈若兰", 50), ("魏晨", 30), ("汪冬生", 20_000), ("陆遥", 100)):
        order = place_order(fish.pk, people[name], OrderDraft(jin * JIN, place="渡头码头")).order
        if jin > 3_000:
            confirm_order(order.pk, people[name])
            confirm_order(order.pk, people["方敏"])
    place_order(fish.pk, people["方敏"], OrderDraft(600 * JIN, name="三中食堂", phone="19920000001", source="林书记转的"))
    peaches = open_listing(made["peach2"].pk, people["沈若兰"], ListingDraft(
        "桃溪早桃，五斤一篮", 1_000 * JIN, closes, people["叶知秋"].pk, min_grams=5 * JIN, price_fen=600, producers=[(people["陶二喜"].pk, 1_000 * JIN)],
        places=[PlaceDraft("桃溪村口")],
    )).listing  # fmt: skip
    for name, jin in (("夏至", 300), ("罗瑶", 500), ("许阿婆", 50), ("白露", 150)):
        order = place_order(peaches.pk, people[name], OrderDraft(jin * JIN)).order
        confirm_order(order.pk, people[name])
        confirm_order(order.pk, people["叶知秋"])
        deliver_order(order.pk, people["叶知秋"], jin * JIN, people["陶二喜"].pk)
    close_listing(peaches.pk, people["叶知秋"])
