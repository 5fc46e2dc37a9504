"""What a group robot can be told, and in which words: the one place that says what leaves the house by a robot.

Of people only their posts leave: a name in a robot's message would lie with another company for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from huiyin.channels.transport import Card
from huiyin.groups.models import Group
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.notices.presentation import lines_of

LOOKS = ("late", "near", "done", "calm")  # the first that is among several is that of all


def robot_events() -> dict[str, Any]:
    """Gives what a robot's owner chooses among: event → words."""
    return {kind.robot.event: kind.robot.words for kind in EVENT_TYPES if kind.robot is not None}


def said_of(entry: Entry) -> Any:
    """Gives what an entry is called where a robot's owner chose it."""
    robot = EVENT_TYPES[entry.kind].robot
    return robot.words if robot is not None else entry.kind


def card_of_entry(entry: Entry, bare: bool) -> Card:
    """Gives what a robot says of an entry, in the language that is on. `bare`: number and link alone."""
    robot = EVENT_TYPES[entry.kind].robot
    assert robot is not None, "only what robots are told waits for them"
    told = robot.card(entry)
    facts: list[tuple[Any, str]] = [(pgettext_lazy("on a card", "Number"), f"№ {told.number}")] if told.number else []
    facts += () if bare else told.facts
    if told.due:
        facts.append((pgettext_lazy("on a card", "Due"), told.due))
    plain = tuple((str(what), value) for what, value in facts)
    return Card(str(robot.headline), "" if bare else told.title, plain, _url(told.href), _("Open"), robot.look, _("Huiyin"))


def card_of_notice(notice: Notice, bare: bool) -> Card:
    """Gives what a mail says of a notice: what the list in the page says."""
    line = lines_of(notice.person, [notice])[0]
    title, number = line.words, line.number
    if bare:
        title = _("№ %(number)s: open it to read") % {"number": number} if number else _("Open it to read")
    source = _("Huiyin sent this because you asked for it by e-mail. Change that under Me, “How I am told”.")
    facts = ((str(pgettext_lazy("on a card", "About")), " · ".join(line.facts)),) if line.facts and not bare else ()
    return Card(_("Huiyin"), title, facts, _url(line.href), _("Open"), line.look, source, line.thread)


def card_of_several(cards: Sequence[Card]) -> Card:
    """Gives what one letter says of all that waited for the end of the quiet; of one thing alone what it would have said by itself."""
    if len(cards) == 1:
        return cards[0]
    title = ngettext("%(n)s notice came while it was quiet", "%(n)s notices came while it was quiet", len(cards)) % {"n": len(cards)}
    look = min((card.look for card in cards), key=LOOKS.index)
    about = {card.thread for card in cards}
    thread = about.pop() if len(about) == 1 else ""
    return Card(_("Huiyin"), title, (), _url(reverse("notices")), _("Open"), look, cards[0].source, thread, tuple(cards))


def card_of_test(group: Group | None) -> Card:
    """Gives the test that the button sends."""
    facts = ((str(pgettext_lazy("on a card", "Group")), group.name),) if group else ()
    path = reverse("group", args=[group.pk]) if group else reverse("notices")
    words = _("From now on you are told here what was chosen.")
    return Card(_("Test: the connection works"), words, facts, _url(path), _("Open"), "done", _("Huiyin"))


def _url(path: str) -> str:
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else ""
