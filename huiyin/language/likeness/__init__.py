"""Which texts are alike: nearly the same again, of the same matter, and what many speak of as a stream grows. Pure Python and numpy."""

from huiyin.language.likeness.duplicates import Duplicates, likeness, sketch
from huiyin.language.likeness.near import Near
from huiyin.language.likeness.topics import HotTopics, Said, Topic, words_of

__all__ = ["Duplicates", "HotTopics", "Near", "Said", "Topic", "likeness", "sketch", "words_of"]
