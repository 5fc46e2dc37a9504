"""What can happen to moments: one row a kind, with all that the house says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.feed.models import Account, Article, Comment, Flag, Moment, Mute, Study, StudyReader
from huiyin.feed.rules import visible_to
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, Step, StreamType, Subject, WebhookEvent
from huiyin.journal.models import Entry
from huiyin.people.models import Administrator, Holding, Person
from huiyin.people.queries import holders_of_posts

TITLE = 40  # characters of a moment's words that stand for it
FIELDS = Labels(
    moment=pgettext_lazy("part of an entry", "moment"),
    repost=pgettext_lazy("part of an entry", "repost"),
    comment=pgettext_lazy("part of an entry", "comment"),
    report=pgettext_lazy("part of an entry", "report"),
    study=pgettext_lazy("part of an entry", "request to study"),
    account=pgettext_lazy("part of an entry", "account"),
    article=pgettext_lazy("part of an entry", "article"),
    articles=pgettext_lazy("part of an entry", "articles"),
    handover=pgettext_lazy("part of an entry", "handover"),
    **{"from": pgettext_lazy("part of an entry", "from")},
    to=pgettext_lazy("part of an entry", "to"),
    version=pgettext_lazy("part of an entry", "version"),
    audience=pgettext_lazy("part of an entry", "audience"),
)


def title_of(moment: Moment) -> str:
    """Gives a few words that stand for a moment; its link's title, or its place where it says nothing."""
    words = " ".join(moment.text.split()) or str(moment.link.get("title", "")) or moment.place
    return words if len(words) <= TITLE else words[: TITLE - 1] + "…"


def _moment(entry: Entry) -> Moment:
    return entry.about if isinstance(entry.about, Moment) else Moment.objects.get(pk=entry.data["moment"])


def _unless_muted(entry: Entry, people: Iterable[int], notice: str) -> Iterator[Recipient]:
    told = {pk for pk in people if pk != entry.by_id}
    told -= set(Mute.objects.filter(by__in=told, person=entry.by_id).values_list("by", flat=True))
    yield from (Recipient(pk, notice) for pk in sorted(told))


def _reposted(entry: Entry) -> Iterable[Recipient]:
    return _unless_muted(entry, [_moment(entry).by_id], "moment.reposted")


def _commented(entry: Entry) -> Iterator[Recipient]:
    comment = Comment.objects.select_related("reply_to").get(pk=entry.data["comment"])
    answered = comment.reply_to.by_id if comment.reply_to else None
    if answered is not None:
        yield from _unless_muted(entry, [answered], "moment.answered")
    author = _moment(entry).by_id
    if author != answered:
        yield from _unless_muted(entry, [author], "moment.commented")


def _flagged(entry: Entry) -> Iterator[Recipient]:
    for pk in Administrator.objects.filter(role=Administrator.Role.SECURITY).values_list("person", flat=True):
        yield Recipient(pk, "moment.flagged")


def _taken_down(entry: Entry) -> Iterator[Recipient]:
    flag = Flag.objects.select_related("comment", "moment").get(pk=entry.data["report"])
    author = flag.comment.by_id if flag.comment else flag.moment.by_id
    yield Recipient(author, "moment.taken_down")
    yield from (Recipient(pk, "moment.upheld") for pk in _reporters(flag) if pk != author)


def _decided(entry: Entry) -> Iterator[Recipient]:
    yield from (Recipient(pk, "moment.decided") for pk in _reporters(Flag.objects.get(pk=entry.data["report"])))


def _reporters(flag: Flag) -> list[int]:
    """Everybody who reported the same: one decision is for all."""
    return sorted(set(Flag.objects.filter(moment=flag.moment_id, comment=flag.comment_id).values_list("by", flat=True)))


def _asked(entry: Entry) -> Iterator[Recipient]:
    for pk in StudyReader.objects.filter(study=entry.data["study"]).values_list("person", flat=True):
        yield Recipient(pk, "study.asked")


def _noted(entry: Entry) -> Iterator[Recipient]:
    yield Recipient(Study.objects.get(pk=entry.data["study"]).by_id, "study.noted")


def _held_back(entry: Entry) -> Iterator[Recipient]:
    """Who meant it to go out, and whoever holds their post there now: it is theirs to decide."""
    article = Article.objects.select_related("account").get(pk=entry.data["article"])
    posts = Holding.objects.filter(person=article.scheduled_by, post__unit=article.account.unit_id).values_list("post", flat=True)
    told = {article.by_id, article.scheduled_by_id or article.by_id, *(one.pk for one in holders_of_posts(posts))}
    yield from (Recipient(pk, "article.held_back") for pk in sorted(told))


def _accounts(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    found = Account.objects.filter(stream__in=streams)
    return {one.stream_id: Subject(reverse("account", args=[one.pk]), {"title": one.name}) for one in found}


def _subjects(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    found = Moment.objects.filter(visible_to(person), stream__in=streams)
    seen = {one.stream_id: Subject(reverse("moment", args=[one.pk]), {"title": title_of(one)}) for one in found}
    # Who reported what was taken down is told so, and no word of it.
    reported = Moment.objects.filter(flags__by=person, hidden_at__isnull=False, stream__in=streams).exclude(stream__in=seen)
    gone = Subject(reverse("square"), {"title": _("what was taken down")})
    return seen | dict.fromkeys(reported.values_list("stream", flat=True), gone)


_HOLDS = {"moment": {
    "id": ("integer", "The number of the moment."), "root": ("integer", "The number of the moment it began with."),
    "parent": ("integer", "The number of the moment it reposts; null where it reposts none."),
    "audience": ("string", "For whom it is."),
}}  # fmt: skip


def _body(entry: Entry) -> dict[str, Any]:
    moment = _moment(entry)
    return {"moment": {"id": moment.pk, "root": moment.begins, "parent": moment.parent_id, "audience": moment.audience}}


def _notice(name: str, family: str, icon: str, look: str, words: Any) -> tuple[NoticeType, ...]:
    return (NoticeType(name, family, icon, look, words),)


EVENTS = [
    EventType("moment.published", FIELDS("moment"), pgettext_lazy("kind of entry", "Moment published"),
              step=Step(gettext_lazy("Published")),
              webhook=WebhookEvent("moment.published", gettext_lazy("A moment was published"), _body, _HOLDS)),
    EventType("moment.reposted", FIELDS("moment", "repost"), pgettext_lazy("kind of entry", "Moment reposted"),
              notices=_notice("moment.reposted", "answers", "forward", "calm", pgettext_lazy("notice", "%(by)s reposted: %(title)s")),
              notifies=_reposted, webhook=WebhookEvent("moment.reposted", gettext_lazy("A moment was reposted"), _body, _HOLDS)),
    EventType("moment.edited", FIELDS("moment", "version"), pgettext_lazy("kind of entry", "Moment edited"),
              step=Step(gettext_lazy("Edited"), "near")),
    EventType("moment.deleted", FIELDS("moment"), pgettext_lazy("kind of entry", "Moment deleted"), step=Step(gettext_lazy("Deleted")),
              webhook=WebhookEvent("moment.deleted", gettext_lazy("A moment was deleted"), _body, _HOLDS)),
    EventType("moment.audience_changed", FIELDS("moment", "audience"), pgettext_lazy("kind of entry", "Audience of a moment changed"),
              step=Step(gettext_lazy("For others than before"))),
    EventType("moment.commented", FIELDS("moment", "comment"), pgettext_lazy("kind of entry", "Moment commented"),
              notices=(NoticeType("moment.commented", "answers", "reply", "calm", pgettext_lazy("notice", "%(by)s commented: %(title)s")),
                       NoticeType("moment.answered", "answers", "reply", "calm",
                                  pgettext_lazy("notice", "%(by)s answered you: %(title)s"))),
              notifies=_commented, webhook=WebhookEvent("moment.commented", gettext_lazy("Somebody commented on a moment"), _body, _HOLDS)),
    EventType("moment.comment_deleted", FIELDS("moment", "comment"), pgettext_lazy("kind of entry", "Comment deleted")),
    EventType("moment.flagged", FIELDS("moment", "report"), pgettext_lazy("kind of entry", "Reported to the moderators"),
              notices=_notice("moment.flagged", "mine", "alert", "near", pgettext_lazy("notice", "Somebody reports: %(title)s")),
              notifies=_flagged, href=lambda entry, subject: reverse("reports")),
    EventType("moment.taken_down", FIELDS("moment", "report"), pgettext_lazy("kind of entry", "Taken down by a moderator"),
              notices=_notice("moment.taken_down", "answers", "alert", "near",
                              pgettext_lazy("notice", "The moderators took down what you said: %(title)s"))
              + _notice("moment.upheld", "answers", "ok", "done",
                        pgettext_lazy("notice", "What you reported was taken down by the moderators")),
              notifies=_taken_down),
    EventType("moment.left_standing", FIELDS("moment", "report"), pgettext_lazy("kind of entry", "Left standing by a moderator"),
              notices=_notice("moment.decided", "answers", "ok", "calm",
                              pgettext_lazy("notice", "The moderators looked at what you reported: %(title)s")),
              notifies=_decided),
    EventType("study.asked", FIELDS("moment", "study"), pgettext_lazy("kind of entry", "Asked to study"),
              notices=_notice("study.asked", "mine", "tasks", "late", pgettext_lazy("notice", "%(by)s asks you to study: %(title)s")),
              notifies=_asked),
    EventType("study.read", FIELDS("moment", "study"), pgettext_lazy("kind of entry", "Said to be read to the end")),
    EventType("study.noted", FIELDS("moment", "study"), pgettext_lazy("kind of entry", "Notes handed in"),
              notices=_notice("study.noted", "answers", "reply", "done",
                              pgettext_lazy("notice", "%(by)s handed in notes: %(title)s")),
              notifies=_noted),
    EventType("account.opened", FIELDS("account"), pgettext_lazy("kind of entry", "Account opened")),
    EventType("account.changed", FIELDS("account"), pgettext_lazy("kind of entry", "Account changed")),
    EventType("account.closed", FIELDS("account"), pgettext_lazy("kind of entry", "Account closed")),
    EventType("account.handed_over", FIELDS("account", "handover", "from", "to", "articles"),
              pgettext_lazy("kind of entry", "Account handed over")),
    EventType("article.scheduled", FIELDS("account", "article"), pgettext_lazy("kind of entry", "Article to be published later")),
    EventType("article.held_back", FIELDS("account", "article"),
              pgettext_lazy("kind of entry", "Article not published: the right was lost"),
              notices=_notice("article.held_back", "mine", "alert", "near",
                              pgettext_lazy("notice", "An article of %(title)s was not published: who scheduled it may no longer")),
              notifies=_held_back),
    EventType("article.published", FIELDS("account", "article"), pgettext_lazy("kind of entry", "Article published")),
    EventType("article.corrected", FIELDS("account", "article"), pgettext_lazy("kind of entry", "Article corrected")),
]  # fmt: skip
STREAMS = [
    StreamType("moment", gettext_lazy("Moments"), _subjects),
    StreamType("account", gettext_lazy("Accounts and articles"), _accounts),
]
