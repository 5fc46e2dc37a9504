"""What a county begins with: topics and words for them (topics.toml). People's decisions outweigh them from the first day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from huiyin.language.triage.model import Triage


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: the key it is kept under, its names, which unit usually leads, and words to begin with."""

    key: str
    name_zh: str
    name_en: str
    usual_unit: str
    words: tuple[str, ...]


def _topics() -> tuple[Topic, ...]:
    rows = tomllib.loads(Path(__file__).with_name("topics.toml").read_text(encoding="utf-8"))["topic"]
    return tuple(Topic(**{**row, "words": tuple(row["words"].split())}) for row in rows)


TOPICS = _topics()


def cold_start(topics: Iterable[Topic] = TOPICS) -> Triage:
    """Gives a learner that knows topics by their words alone, under their keys. Takes the deployment's own topics where it has any."""
    topics = list(topics)
    triage = Triage(topic.key for topic in topics)
    triage.seed_all({topic.key: (topic.name_zh, topic.usual_unit, *topic.words) for topic in topics})
    return triage
