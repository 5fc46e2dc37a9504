"""What a group robot can be told, and in which words: the one place that says what leaves the house by a robot.

Of people only their posts leave: a name in a robot's message would lie with another company for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huiyin.channels.robots import Card
from huiyin.core.dates import clock_words
from huiyin.groups.models import Group
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.notices.wording import line_of
from huiyin.people.models import Post
from huiyin.tasks.models import Task

#: The name a robot asks for → (words, the kinds of entries it stands for).
EVENTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "issued": (gettext_lazy("A task is issued"), ("task.issued",)),
    "reported": (gettext_lazy("A report waits for the issuer's word"), ("task.reported",)),
    "late": (gettext_lazy("A deadline passed without a report"), ("task.overdue",)),
    "rung": (gettext_lazy("The ladder climbed a rung"), ("rung.fired",)),
    "settled": (gettext_lazy("A task is settled or withdrawn"), ("task.accepted", "task.withdrawn")),
}
LOOKS = ("late", "near", "done", "calm")  # the first that is among several is that of all
EVENT_OF = {kind: event for event, (_words, kinds) in EVENTS.items() for kind in kinds}

_HEADLINES: dict[str, tuple[Any, str]] = {
    "task.issued": (pgettext_lazy("headline", "New task"), "calm"),
    "task.reported": (pgettext_lazy("headline", "Reported, waits for a word"), "near"),
    "task.overdue": (pgettext_lazy("headline", "Overdue without a report"), "late"),
    "rung.fired": (pgettext_lazy("headline", "The ladder climbed"), "late"),
    "task.accepted": (pgettext_lazy("headline", "Settled"), "done"),
    "task.withdrawn": (pgettext_lazy("headline", "Withdrawn"), "calm"),
}


def card_of_entry(entry: Entry, bare: bool) -> Card:
    """Gives what a robot says of an entry, in the language that is on. `bare`: number and link alone."""
    task = Task.objects.select_related("lead_post__unit", "issuer_post__unit").get(pk=entry.data["task"])
    headline, look = _HEADLINES[entry.kind]
    facts: list[tuple[Any, str]] = [(pgettext_lazy("on a card", "Number"), f"№ {task.number}")]
    if not bare:
        if task.lead_post is not None:
            facts.append((pgettext_lazy("on a card", "Lead"), str(task.lead_post)))
        if task.issuer_post is not None:
            facts.append((pgettext_lazy("on a card", "From"), str(task.issuer_post)))
        if entry.kind == "rung.fired":
            told = Post.objects.select_related("unit").get(pk=entry.data["post"])
            facts.append((pgettext_lazy("on a card", "Told"), str(told)))
    if task.deadline_at is not None:
        facts.append((pgettext_lazy("on a card", "Due"), clock_words(task.deadline_at)))
    plain = tuple((str(what), value) for what, value in facts)
    return Card(str(headline), "" if bare else task.title, plain, _url(reverse("task", args=[task.pk])), _("Open"), look, _("Huiyin"))


def card_of_notice(notice: Notice, bare: bool) -> Card:
    """Gives what a mail says of a notice: what the list in the page says."""
    line = line_of(notice)
    title, number = line.words, notice.task.number if notice.task else ""
    if bare:
        title = _("№ %(number)s: open it to read") % {"number": number} if number else _("Open it to read")
    source = _("Huiyin sent this because you asked for it by e-mail. Change that under Me, “How I am told”.")
    facts = ((str(pgettext_lazy("on a card", "About")), " · ".join(line.facts)),) if line.facts and not bare else ()
    thread = f"task:{notice.task.pk}:{notice.task.issued_at.isoformat()}" if notice.task else ""
    return Card(_("Huiyin"), title, facts, _url(line.href), _("Open"), line.look, source, thread)


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
