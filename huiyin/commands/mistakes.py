"""What argparse finds wrong with a command, in the words of this house and the language of the terminal."""

from __future__ import annotations

import re

from huiyin.commands.language import gettext as _


def in_our_words(said: str) -> str:
    """Takes what argparse says, which is English on every terminal; gives it in ours, or as it was where it is new to us."""
    forms = (
        (
            r"argument (?P<what>.+?): invalid choice: (?P<value>.*) \(choose from (?P<choices>.*)\)",
            _("%(what)s is not “%(value)s” but one of: %(choices)s"),
        ),
        (r"argument (?P<what>.+?): invalid (?:int|float) value: (?P<value>.*)", _("%(what)s is a number, not “%(value)s”")),
        (r"argument (?P<what>.+?): expected .*", _("%(what)s has no value")),
        (r"the following arguments are required: (?P<what>.*)", _("Something is missing: %(what)s")),
        (r"unrecognized arguments: (?P<what>.*)", _("This is not known here: %(what)s")),
    )
    for form, words in forms:
        if found := re.fullmatch(form, said, re.DOTALL):
            return words % {name: part.replace("'", "") for name, part in found.groupdict().items()}
    return said[:1].upper() + said[1:]
