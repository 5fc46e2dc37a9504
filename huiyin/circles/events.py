"""What can happen to a circle. By numbers of ties: who it was, what was said and what was promised lies in rows that can be erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.circles.models import Circle, Declined, Tie, Word
from huiyin.circles.rules import keeps, kept_by, risen_to
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, Step, StreamType, Subject
from huiyin.journal.models import Entry
from huiyin.people.models import Person
from huiyin.people.queries import holders_for

FIELDS = Labels(
    circle=pgettext_lazy("part of an entry", "circle"),
    tie=pgettext_lazy("part of an entry", "resident in a circle"),
    post=pgettext_lazy("part of an entry", "post"),
    way=pgettext_lazy("part of an entry", "how they came"),
    visit=pgettext_lazy("part of an entry", "visit"),
    promised=pgettext_lazy("part of an entry", "promised"),
    word=pgettext_lazy("part of an entry", "word that waits"),
    step=pgettext_lazy("part of an entry", "step"),
    was=pgettext_lazy("part of an entry", "state before"),
    to=pgettext_lazy("part of an entry", "to"),
)


def _to_resident(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    def told(entry: Entry) -> Iterator[Recipient]:
        person = Tie.objects.filter(pk=entry.data["tie"]).values_list("person", flat=True).first()
        if person is not None and person != entry.by_id:
            yield Recipient(person, notice)

    return told


def _to_let_go(entry: Entry) -> Iterable[Recipient]:
    """Who was taken out; not who left by themself, and not of a question that was taken back."""
    return _to_resident("circle.let_go")(entry) if entry.by_id is not None and entry.data.get("was") == Tie.State.IN else ()


def _to_both(entry: Entry) -> Iterator[Recipient]:
    """Of who came in by themself the keeper is told; who was brought in at the desk is told themself."""
    if entry.data["way"] == Tie.Way.DESK:
        yield from _to_resident("circle.entered")(entry)
    else:
        yield Recipient(Circle.objects.values_list("keeper", flat=True).get(pk=entry.data["circle"]), "circle.joined")


def _to_all(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    def told(entry: Entry) -> Iterator[Recipient]:
        ties = Tie.objects.filter(circle=entry.data["circle"], state=Tie.State.IN)
        yield from (Recipient(pk, notice) for pk in ties.order_by("pk").values_list("person", flat=True))

    return told


def _to_rung(entry: Entry) -> Iterator[Recipient]:
    """Who keeps the circle; later whoever speaks for the post it has come to. While the post is empty nobody is told, and it rises."""
    circle = Circle.objects.select_related("keeper", "post").get(pk=entry.data["circle"])
    if entry.data["step"] == 1:
        if keeps(circle.keeper, circle):
            yield Recipient(circle.keeper_id, "circle.waited")
        return
    holder = holders_for([entry.data["post"]]).get(entry.data["post"])
    if holder is not None:
        yield Recipient(holder.person.pk, "circle.risen")


def _to_successor(entry: Entry) -> Iterator[Recipient]:
    yield Recipient(entry.data["to"], "circle.passed")


def _subjects(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    """What a circle is for its reader now: theirs, one they are in or were taken out of, one out of which a word rose to them."""
    mine = set(Circle.objects.filter(kept_by(person), stream__in=streams).values_list("pk", flat=True))
    said_no = Declined.objects.filter(circle=OuterRef("circle"), person=person)
    within = set(Tie.objects.filter(~Exists(said_no), person=person, circle__stream__in=streams).values_list("circle", flat=True))
    rose = set(Word.objects.filter(risen_to(person), tie__circle__stream__in=streams).values_list("tie__circle", flat=True))
    found: dict[int, Subject] = {}
    for circle in Circle.objects.filter(pk__in=mine | within | rose).select_related("post__unit", "keeper"):
        name = "circle" if circle.pk in mine else "circles-mine" if circle.pk in within else "circle-risen"
        title = f"{circle.post} {circle.keeper.name}"
        found[circle.stream_id] = Subject(reverse(name), {"title": title})
    return found


EVENTS = [
    EventType("circle.opened", FIELDS("circle", "post"), pgettext_lazy("kind of entry", "Circle opened")),
    EventType("circle.asked", FIELDS("circle", "tie"), pgettext_lazy("kind of entry", "Resident asked into a circle"),
              notices=(NoticeType("circle.asked", "mine", "people", "calm",
                                  pgettext_lazy("notice", "%(title)s would like to keep in touch with you. Yes or no is yours to say")),),
              notifies=_to_resident("circle.asked")),
    EventType("circle.entered", FIELDS("circle", "tie", "way"), pgettext_lazy("kind of entry", "Resident said yes to a circle"),
              notices=(NoticeType("circle.entered", "mine", "people", "calm",
                                  pgettext_lazy("notice", "You are in touch with %(title)s now. You may leave at any time")),
                       NoticeType("circle.joined", "mine", "people", "done",
                                  pgettext_lazy("notice", "Somebody said yes to your circle"))),
              notifies=_to_both),
    EventType("circle.left", FIELDS("circle", "tie", "was"), pgettext_lazy("kind of entry", "Resident left a circle"),
              notices=(NoticeType("circle.let_go", "mine", "people", "calm",
                                  pgettext_lazy("notice",
                                                "%(title)s ended being in touch with you. Your requests are answered as before")),),
              notifies=_to_let_go),
    EventType("circle.visited", FIELDS("circle", "tie", "visit", "promised"), pgettext_lazy("kind of entry", "Visit noted")),
    EventType("circle.promise_kept", FIELDS("circle", "tie", "visit"), pgettext_lazy("kind of entry", "Promise kept"),
              notices=(NoticeType("circle.promise_kept", "answers", "ok", "done",
                                  pgettext_lazy("notice", "%(title)s has done what was promised to you")),),
              notifies=_to_resident("circle.promise_kept")),
    EventType("circle.waited", FIELDS("circle", "tie", "word", "step", "post"),
              pgettext_lazy("kind of entry", "Word of a resident rose, unanswered"), step=Step(gettext_lazy("Not answered"), "late"),
              notices=(NoticeType("circle.waited", "late", "clock", "near",
                                  pgettext_lazy("notice", "Somebody in your circle waits for an answer")),
                       NoticeType("circle.risen", "late", "clock", "late",
                                  pgettext_lazy("notice", "In the circle of %(title)s somebody waits, and nobody answers"))),
              notifies=_to_rung),
    EventType("circle.heard", FIELDS("circle", "tie", "word", "step"), pgettext_lazy("kind of entry", "Word of a resident answered"),
              step=Step(gettext_lazy("Answered"), "done")),
    EventType("circle.passing", FIELDS("circle", "to"), pgettext_lazy("kind of entry", "Circle goes with its post"),
              notices=(NoticeType("circle.passing", "mine", "forward", "near",
                                  pgettext_lazy(
                                      "notice", "The post of %(title)s has a new holder. In a week your tie goes to them, unless you leave"
                                  )),),
              notifies=_to_all("circle.passing")),
    EventType("circle.passed", FIELDS("circle", "to"), pgettext_lazy("kind of entry", "Circle came to who holds the post"),
              notices=(NoticeType("circle.passed", "mine", "people", "calm",
                                  pgettext_lazy("notice", "The circle of your post is yours now")),),
              notifies=_to_successor),
]  # fmt: skip
STREAMS = [StreamType("circle", gettext_lazy("Circles"), _subjects)]
