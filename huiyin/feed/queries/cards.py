"""A moment as pages and programs show it: with its pictures, with what it reposts, with what this reader has done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from huiyin.core.errors import NotThere, or_404
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.feed import rules
from huiyin.feed.extension_points import Hanging, additions_of
from huiyin.feed.models import Article, ArticleFile, Like, Moment, MomentFile, Named, Share, Version
from huiyin.media.models import Upload
from huiyin.people.models import Person
from huiyin.people.rules import seen_among

VERSIONS = 20  # on the page of a moment


@dataclass
class MomentCard:
    """A moment for one reader. `root`: what it reposts in the end, if they may see it; `root_hidden`: there is one, not for them;
    `known`: the page of its author opens to them, or may once they have signed in."""

    moment: Moment
    files: list[Upload] = field(default_factory=list)
    article: Article | None = None
    root: MomentCard | None = None
    root_hidden: bool = False
    liked: bool = False
    mine: bool = False
    known: bool = True
    code: str = ""
    additions: list[tuple[Callable[[Any, Hanging], str], Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Under whose name it stands: the account's, or the author's."""
        return self.moment.account.name if self.moment.account else self.moment.by.name

    @property
    def audience(self) -> str:
        """Whom it reaches in truth, in the words of the interface: what the whole path leaves of it."""
        return audience_of(self.moment)


def audience_of(moment: Moment) -> str:
    """Gives whom a moment reaches in truth: never more than what it reposts."""
    if moment.level == Moment.Level.PUBLIC:
        return str(Moment.Audience.PUBLIC)
    if moment.level == Moment.Level.EVERYONE:
        return str(Moment.Audience.EVERYONE)
    if moment.audience not in rules.LEVELS:
        return moment.audience
    gate = moment.gates.select_related("of").order_by("-of").first()
    return gate.of.audience if gate is not None else moment.audience


def cards_of(moments: Sequence[Moment], person: Person | None) -> list[MomentCard]:
    """Gives cards of moments this reader may see, in a bounded number of queries. Roots they may not see stay hidden."""
    roots = {one.root_id: one.root for one in moments if one.root_id is not None}
    seen = _seen(roots, person)
    shown = {one.pk: one for one in (*moments, *(root for root in seen.values() if root is not None)) if not one.gone}
    _with_audiences(one for one in (*moments, *seen.values()) if not one.gone)
    files = _files(list(shown))
    codes = _codes(shown)
    liked = _liked(shown, person)
    additions = additions_of(list(shown.values()), person)
    authors = [one.by for one in (*moments, *seen.values()) if one.account is None]
    known = seen_among(person, authors) if person is not None else set()
    units = rules.own_units(person) if person is not None and any(one.account_id for one in shown.values()) else set()

    def card(moment: Moment) -> MomentCard:
        mine = person is not None and (
            moment.account.unit_id in units if moment.account else moment.by_id == person.pk
        )
        article = getattr(moment, "article", None)
        return MomentCard(
            moment, files.get(moment.pk, []), article, liked=moment.pk in liked, mine=mine,
            known=person is None or moment.by_id in known, code=codes.get(moment.pk, ""),
            additions=additions.get(moment.pk, []),
        )  # fmt: skip

    made = []
    for one in moments:
        whole = card(one)
        if one.root_id is not None:
            root = seen.get(one.root_id)
            whole.root, whole.root_hidden = (card(root), False) if root is not None else (None, True)
        made.append(whole)
    return made


def _with_audiences(moments: Iterable[Moment]) -> None:
    """Has the units and groups at hand whose names a card says: a query for each of the two, if any is needed."""
    shown = list(moments)
    for audience in (Moment.Audience.UNIT, Moment.Audience.GROUP):
        if narrow := [one for one in shown if one.audience == audience]:
            prefetch_related_objects(narrow, str(audience))


def _seen(roots: dict[int, Moment | None], person: Person | None) -> dict[int, Moment]:
    known = {pk: root for pk, root in roots.items() if root is not None}
    if not known:
        return {}
    may = _may_see(tuple(sorted(known)), person)
    return {pk: root for pk, root in known.items() if pk in may}


def _may_see(moments: tuple[int, ...], person: Person | None) -> set[int]:
    if person is None:
        return set(Moment.objects.filter(rules.visible_to(None), pk__in=moments).values_list("pk", flat=True))
    return set(_visible(*rules.reader_numbers(person), moments))


_visible = Compiled[int](
    lambda person, own, units, moments: Moment.objects.filter(rules.visible_by(person, own, units), IdIn("pk", moments))
    .order_by()
    .values_list("pk", flat=True)
)
_files_of = Compiled[MomentFile](
    lambda moments: MomentFile.objects.filter(IdIn("moment_id", moments), upload__erased_at=None).select_related("upload").order_by("order")
)
_codes_of = Compiled[tuple[int, int, str]](
    lambda moments: Share.objects.filter(IdIn("moment_id", moments)).order_by().values_list("moment", "by", "code")
)
_liked_by = Compiled[int](
    lambda person, moments: Like.objects.filter(IdIn("moment_id", moments), by=person).order_by().values_list("moment", flat=True)
)


def _files(moments: Sequence[int]) -> dict[int, list[Upload]]:
    found: dict[int, list[Upload]] = {}
    for file in _files_of(tuple(moments)) if moments else ():
        found.setdefault(file.moment_id, []).append(file.upload)
    return found


def _codes(shown: dict[int, Moment]) -> dict[int, str]:
    rows = _codes_of(tuple(shown)) if shown else ()
    return {moment: code for moment, by, code in rows if by == shown[moment].by_id}


def _liked(shown: dict[int, Moment], person: Person | None) -> set[int]:
    return set(_liked_by(person.pk, tuple(shown))) if person is not None and shown else set()


def moment_for(person: Person | None, pk: int) -> Moment:
    """Gives a moment somebody may see; a tombstone too. Raises NotThere."""
    related = ("by", "account", "article", "unit", "group", "root__by", "root__account", "root__article", "parent__by")
    return or_404(Moment.objects.filter(rules.visible_to(person), pk=pk).select_related(*related).first())


def file_of(moment: Moment, key: str) -> Upload:
    """Gives a picture of a moment by its key. Raises NotThere, also where the moment is gone."""
    found: MomentFile | ArticleFile | None = MomentFile.objects.filter(moment=moment, upload__key=key).select_related("upload").first()
    if found is None and moment.account_id is not None:
        found = ArticleFile.objects.filter(article__moment=moment, upload__key=key).select_related("upload").first()
    if found is None or moment.gone:
        raise NotThere
    return found.upload


def likes_now(moment: Moment) -> int:
    """Gives how many like a moment at this instant, whatever it was read with."""
    return Moment.objects.values_list("likes", flat=True).get(pk=moment.pk)


def versions_of(moment: Moment) -> list[Version]:
    """Gives what a moment said before it was edited, the latest first."""
    return list(moment.versions.order_by("-n")[:VERSIONS])


def named_in(moment: Moment) -> list[Person]:
    """Gives whom a moment names as its audience."""
    return [one.person for one in Named.objects.filter(moment=moment).select_related("person").order_by("pk")]
