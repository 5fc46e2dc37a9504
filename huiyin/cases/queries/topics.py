"""What cases are about: topics this product begins with, kept by their keys and shown by their names; what is typed is a topic too."""

from __future__ import annotations

from django.utils.translation import get_language

from huiyin.cases.queries.involvement import seen_by
from huiyin.cases.rules import Speaker
from huiyin.language.triage import TOPICS

MOST = 40
_BY_KEY = {topic.key: topic for topic in TOPICS}


def topics() -> list[tuple[str, str]]:
    """Gives the topics offered to whoever asks: key and name in the active language."""
    return [(topic.key, topic_name(topic.key)) for topic in TOPICS]


def topic_name(key: str) -> str:
    """Gives what a topic is called in the active language; what is none of ours is called as it was typed."""
    topic = _BY_KEY.get(key)
    if topic is None:
        return key
    return topic.name_zh if (get_language() or "").startswith("zh") else topic.name_en


def is_topic(key: str) -> bool:
    """Whether this is one of ours: what somebody typed as a topic is their word, and stands in no public page or file."""
    return key in _BY_KEY


def in_use(who: Speaker) -> tuple[list[tuple[str, str]], set[int]]:
    """Gives what the latest cases somebody sees by what they hold are about, key and name in the active language, and the units that have
    them in hand: what their list can be narrowed to."""
    latest = list(seen_by(who, office=True).order_by("-registered_at").values_list("topic", "unit")[:500])
    keys = {topic for topic, _unit in latest if topic}
    called = sorted(((key, topic_name(key)) for key in keys), key=lambda one: one[1])[:MOST]
    return called, {unit for _topic, unit in latest if unit is not None}
