"""Whether an answer can be read by whoever asked: long sentences, officialese, unexplained abbreviations, blanks. Pure Python.

It gives hints and forbids nothing. One pass over a bounded text, so that it can be asked with each look at a form.
"""

from huiyin.language.plain.blanks import blanks
from huiyin.language.plain.hints import Hint, Kind, hints

__all__ = ["Hint", "Kind", "blanks", "hints"]
