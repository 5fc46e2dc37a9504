"""What of moments is about a person: what becomes of it when they are erased, what goes into the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.core.personal_data import CopyPart, Erased, Fate, PersonalData, PieceByPiece, Row, at
from huiyin.db.batches import update_some
from huiyin.feed.models import Article, ArticleFile, Comment, Correction, Follow, Like, Moment, MomentFile, Named, StudyReader, Version
from huiyin.media.actions import erase_upload
from huiyin.people.models import Person

_OFFICE = "what a unit published, which the Archives Law wants kept: under the account"
PERSONAL_DATA = [
    PersonalData("feed.account", "a unit's voice"),
    PersonalData("feed.article", _OFFICE, {"by": Fate.KEPT, "scheduled_by": Fate.KEPT}),
    PersonalData("feed.articlefile", "goes with the article's words"),
    PersonalData("feed.correction", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("feed.moment", "its place in the cascade stays; words, pictures, place go", {"by": Fate.EMPTIED}),
    PersonalData("feed.gate", "whom a moment may reach, by moments"),
    PersonalData("feed.momentfile", "goes with the moment's words"),
    PersonalData("feed.version", "goes with the moment's words"),
    PersonalData("feed.named", "whom a moment was for", {"person": Fate.REMOVED}),
    PersonalData("feed.share", "what a branch brought stays, as a number", {"by": Fate.EMPTIED}),
    PersonalData("feed.comment", "others' replies hang on it; its words go", {"by": Fate.EMPTIED}),
    PersonalData("feed.like", "of use to nobody else; the count stays", {"by": Fate.REMOVED}),
    PersonalData("feed.follow", "their own choice", {"by": Fate.REMOVED, "person": Fate.REMOVED}),
    PersonalData("feed.mute", "their own choice", {"by": Fate.REMOVED, "person": Fate.REMOVED}),
    PersonalData("feed.flag", "what moderators decided, and on whose word", {"by": Fate.EMPTIED, "decided_by": Fate.KEPT}),
    PersonalData("feed.study", "that an office asked for something to be read", {"by": Fate.KEPT}),
    PersonalData("feed.studyreader", "that they were asked stays; their notes go", {"person": Fate.EMPTIED}),
    PersonalData("feed.views", "how often a moment was opened: of the moment, and about nobody"),
    PersonalData("feed.dayviewers", "how many opened it on a day; whose hashes they were nobody can say when the day is over"),
    PersonalData("feed.daysalt", "random bytes of a day"),
    PersonalData("feed.reportedreach", "what another's account says of a moment; who entered it did so in office", {"by": Fate.KEPT}),
]


def empty_moment(moment: Moment) -> int:
    """Leaves of a moment only its place in the cascade; its pictures are erased. Gives how many pictures went. Call it in a transaction."""
    files: list[MomentFile | ArticleFile] = list(MomentFile.objects.filter(moment=moment).select_related("upload"))
    MomentFile.objects.filter(moment=moment).delete()
    for file in files:
        if not MomentFile.objects.filter(upload=file.upload).exists():
            erase_upload(file.upload)
    Version.objects.filter(moment=moment).delete()
    files += _empty_article(moment)
    Moment.objects.filter(pk=moment.pk).update(
        text="", topic="", place="", latitude=None, longitude=None, link={}, message=None, post_shown="",
        deleted_at=moment.deleted_at or timezone.now(),
    )  # fmt: skip
    return len(files)


def _empty_article(moment: Moment) -> list[ArticleFile]:
    """An article goes with its moment, with what it said before it was corrected; that there was one stays."""
    article = Article.objects.filter(moment=moment).first()
    if article is None:
        return []
    files = list(ArticleFile.objects.filter(article=article, upload__erased_at=None).select_related("upload"))
    for file in files:
        erase_upload(file.upload)
    Correction.objects.filter(article=article).delete()
    Article.objects.filter(pk=article.pk).update(title="", summary="", body="", cover=None)
    ArticleFile.objects.filter(article=article).delete()
    return files


def _moments(erased: Erased) -> tuple[int, int] | None:
    with transaction.atomic():
        moment = Moment.objects.filter(by=erased.person, account=None, deleted_at=None).first()  # what is deleted was emptied then
        return (0, empty_moment(moment)) if moment is not None else None


def _comments(erased: Erased) -> tuple[int, int] | None:
    rows = Comment.objects.filter(by=erased.person).exclude(text="")
    return (0, 0) if update_some(rows, text="", deleted_at=timezone.now()) else None


def _notes(erased: Erased) -> tuple[int, int] | None:
    return (0, 0) if update_some(StudyReader.objects.filter(person=erased.person).exclude(notes=""), notes="") else None


ERASED_AFTER = [
    PieceByPiece("moments", 50, _moments),
    PieceByPiece("comments", 51, _comments),
    PieceByPiece("study_notes", 52, _notes),
]


def _said(person: Person) -> Iterator[Row]:
    for moment in Moment.objects.filter(by=person).order_by("pk"):
        yield {
            "at": at(moment.at), "words": moment.text, "audience": str(moment.get_audience_display()), "place": moment.place,
            "deleted": at(moment.deleted_at), "likes": moment.likes, "comments": moment.comments, "reposts": moment.reposts,
        }  # fmt: skip


def _commented(person: Person) -> Iterator[Row]:
    for comment in Comment.objects.filter(by=person).order_by("pk"):
        yield {"at": at(comment.at), "words": comment.text, "deleted": at(comment.deleted_at)}


def _chosen(person: Person) -> Iterator[Row]:
    for like in Like.objects.filter(by=person).order_by("pk"):
        yield {"what": "like", "at": at(like.at)}
    for follow in Follow.objects.filter(by=person).select_related("person", "account").order_by("pk"):
        yield {"what": "follow", "at": at(follow.at), "name": str(follow.person or follow.account.name)}  # type: ignore[union-attr]
    for named in Named.objects.filter(person=person).order_by("pk"):
        yield {"what": "named", "at": at(named.moment.at)}


def _studied(person: Person) -> Iterator[Row]:
    for part in StudyReader.objects.filter(person=person).select_related("study").order_by("pk"):
        yield {"at": at(part.study.at), "read": at(part.read_at), "words": part.notes}


COPY = [
    CopyPart("moments", "said", pgettext_lazy("part of my data", "Moments"), 76, _said),
    CopyPart("moments", "commented", pgettext_lazy("part of my data", "Comments"), 77, _commented),
    CopyPart("moments", "chosen", pgettext_lazy("part of my data", "Likes and whom I follow"), 78, _chosen),
    CopyPart("moments", "studied", pgettext_lazy("part of my data", "What I was asked to study"), 79, _studied),
]
