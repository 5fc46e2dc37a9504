"""Families of commands to which several apps add, and how what was brought in is told."""

from __future__ import annotations

from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.language import ngettext
from huiyin.commands.start import note, say


def imports(commands: Any) -> Any:
    """Gives the family `import`. Takes the parser's commands."""
    return commands.family("import", _("Bring in what exists elsewhere: a staff list, a year's working days, a group's history."))


def exports(commands: Any) -> Any:
    """Gives the family `export`. Takes the parser's commands."""
    return commands.family("export", _("Take out what is inside: a group's conversation, a year's working days."))


def told(result: Any) -> int:
    """Says what an import brought: every row that was refused, then the sums. Gives 1 where rows were refused."""
    refused = list(getattr(result, "refused", ()) or ())
    for row in refused:
        note(str(row))
    if refused:
        note(ngettext("%(n)s row cannot be taken.", "%(n)s rows cannot be taken.", len(refused)) % {"n": len(refused)})
    say(str(result))
    return 1 if refused else 0
