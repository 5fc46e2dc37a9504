"""Which topic or unit a case belongs to: proposed with reasons and certainty, learned from each decision. Pure Python and numpy."""

from huiyin.language.triage.model import Candidate, Case, Proposal, TooManyTopics, Triage
from huiyin.language.triage.reasons import Reason
from huiyin.language.triage.storing import NotReadable, from_bytes, to_bytes
from huiyin.language.triage.topics import TOPICS, Topic, cold_start

__all__ = [
    "TOPICS",
    "Candidate",
    "Case",
    "NotReadable",
    "Proposal",
    "Reason",
    "TooManyTopics",
    "Topic",
    "Triage",
    "cold_start",
    "from_bytes",
    "to_bytes",
]
