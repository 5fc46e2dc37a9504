"""Reading deadlines in sentences, Chinese and English. Pure Python; the conventions are in docs/developers/deadlines.md."""

from huiyin.language.deadlines.model import Conventions, Reading, Span
from huiyin.language.deadlines.reader import read_deadlines
from huiyin.language.deadlines.spans import read_spans

__all__ = ["Conventions", "Reading", "Span", "read_deadlines", "read_spans"]
