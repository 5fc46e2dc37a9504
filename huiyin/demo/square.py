"""The square of the invented county: moments with drawn pictures, reposts, comments, a request to study, through the actions people use."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from huiyin.demo import pictures
from huiyin.feed.actions import Draft, ask_to_study, comment, follow, like, publish_once, say_read
from huiyin.feed.models import Moment
from huiyin.feed.rules import speaks_in_public, visible_to
from huiyin.groups.models import Group
from huiyin.people.models import Person

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


def fill(people: dict[str, Person]) -> dict[str, Moment]:
    """Fills the square. Takes the county's people by name. Gives the moments by their names in the script; the same every time."""
    made: dict[str, Moment] = {}
    now = timezone.now()
    for said in _script():
        by = people[said.author]
        kind, _colon, group = said.audience.partition(":")
        draft = Draft(
            by, said.text, audience=kind, group=Group.objects.get(name=group).pk if group else None, topic=said.topic,
            uploads=[pictures.uploaded(by, scene) for scene in said.pictures], place={"name": said.place} if said.place else None,
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
