"""What leaves the house under a share's code: the moment, the words along its path, its pictures, each by the rule of now."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.safestring import SafeString

from huiyin.core.errors import NotThere
from huiyin.feed.extension_points import streams_under
from huiyin.feed.markdown import Picture, to_html
from huiyin.feed.models import Account, Article, ArticleFile, Comment, Moment, MomentFile, Share
from huiyin.feed.queries.cards import MomentCard, cards_of, moment_for
from huiyin.feed.queries.square import of_account_seen
from huiyin.feed.rules import visible_to
from huiyin.media.models import Upload
from huiyin.people.drawn_once import Shows
from huiyin.people.models import Person

COMMENTERS = 500  # whose names a page of comments may show
PART_DRAWN = 45_000  # bytes of HTML: with the page around it below 60 KB
LINKS = 6  # of a path that are shown between a repost and its root; the rest is in the cascade


def shared_moment(code: str, person: Person | None) -> Moment:
    """Gives the moment of a share's code, for somebody (None: a stranger) who may see it now.

    Raises NotThere alike for a code that nobody has, for what is not theirs to see and for what is gone: a code tells nothing else.
    """
    share = Share.objects.filter(code=code).values("moment").first()
    if share is None:
        raise NotThere
    found = moment_for(person, share["moment"])
    if found.gone:
        raise NotThere
    return found


def path_of(moment: Moment, person: Person | None) -> list[MomentCard]:
    """Gives what a moment reposts, nearest first, its root not among them; without what this reader may not see and what is gone."""
    ids: list[int] = []
    above = moment.parent_id
    while above is not None and above != moment.root_id and len(ids) < LINKS:
        ids.append(above)
        above = Moment.objects.values_list("parent", flat=True).get(pk=above)
    if not ids:
        return []
    standing = Moment.objects.filter(visible_to(person), pk__in=ids, deleted_at=None, hidden_at=None)
    found = {one.pk: one for one in standing.select_related("by", "account", "article")}
    return [MomentCard(found[pk], article=getattr(found[pk], "article", None)) for pk in ids if pk in found]


def shown_of(moment: Moment) -> Shows:
    """Gives what a stranger's page of a moment shows something of: it and what lies on its path, who said it, who commented, what hangs
    on it. Takes a moment with its account and root."""
    path = [moment.pk, *([moment.root_id] if moment.root_id is not None else []), *([moment.parent_id] if moment.parent_id else [])]
    above = moment.parent_id
    while above is not None and above != moment.root_id and len(path) < LINKS + 3:
        path.append(above)
        above = Moment.objects.values_list("parent", flat=True).get(pk=above)
    said = list(Moment.objects.filter(pk__in=path).order_by("pk").values_list("stream", "account__stream", "by", "deleted_at", "edited_at"))
    streams = {stream for row in said for stream in row[:2] if stream is not None}
    comments = Comment.objects.filter(moment=moment).order_by()
    removed = comments.aggregate(Count("pk"), Count("deleted_at"), Count("hidden_at"))
    files = MomentFile.objects.filter(moment__in=path, upload__erased_at=None).count()
    people = {row[2] for row in said} | set(comments.values_list("by", flat=True).distinct()[:COMMENTERS])
    return Shows(streams | streams_under(path), people, (said, *removed.values(), files))


def shown_of_account(account: Account, before: int | None, limit: int) -> Shows:
    """Gives what a stranger's page of an account shows something of: the account, the public moments on that page, what these repost."""
    found = of_account_seen(None, account.pk, before).order_by("-pk")[:limit]
    told = ("pk", "stream", "by", "edited_at", "root", "root__stream", "root__account__stream", "root__by")
    said = list(found.values_list(*told))
    moments = {pk for row in said for pk in (row[0], row[4]) if pk is not None}
    streams = {account.stream_id, *(stream for row in said for stream in (row[1], *row[5:7]) if stream is not None)}
    people = {person for row in said for person in (row[2], row[7]) if person is not None}
    files = MomentFile.objects.filter(moment__in=moments, upload__erased_at=None).count()
    return Shows(streams | streams_under(moments), people, (said, files))


def card_with_path(moment: Moment, person: Person | None) -> tuple[MomentCard, list[MomentCard]]:
    """Gives a moment's card (with its root, if that may be seen) and what lies between the two."""
    return cards_of([moment], person)[0], path_of(moment, person)


def shared_file(moment: Moment, key: str, person: Person | None) -> Upload:
    """Gives a picture of a moment or of what it reposts, for who may see that now. Raises NotThere."""
    places = [pk for pk in (moment.pk, moment.root_id) if pk is not None]
    seen = Moment.objects.filter(visible_to(person), pk__in=places, deleted_at=None, hidden_at=None)
    within: dict[str, Any] = {"upload__key": key, "upload__erased_at": None}
    found: MomentFile | ArticleFile | None = MomentFile.objects.filter(moment__in=seen, **within).select_related("upload").first()
    if found is None:  # a picture of an article is as open as the article
        found = ArticleFile.objects.filter(article__moment__in=seen, **within).select_related("upload").first()
    if found is None:
        raise NotThere
    return found.upload


def article_part(article: Article, part: str, code: str) -> SafeString | None:
    """Gives a part of an article as HTML, with its own pictures under a code; None where that would be too much for an old phone's one
    answer: then its words stand as they are."""
    files = article.files.filter(upload__erased_at=None).select_related("upload")
    pictures = [
        Picture(one.number, one.upload.key, reverse("shared-file", args=[code, one.upload.key, "large"]), one.upload.width,
                one.upload.height) for one in files
    ]  # fmt: skip
    drawn = to_html(part, pictures)
    return drawn if len(drawn.encode()) <= PART_DRAWN else None
