"""Which texts are alike: nearly the same again, and what many speak of, over a stream as it grows. Pure Python and numpy."""

from huiyin.language.likeness.duplicates import Duplicates, likeness, sketch
from huiyin.language.likeness.topics import HotTopics, Said, Topic, words_of

__all__ = ["Duplicates", "HotTopics", "Said", "Topic", "likeness", "sketch", "words_of"]
