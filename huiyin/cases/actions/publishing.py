"""A case that everybody may read: only as its author saw it and agreed to, with names and numbers masked, no place finer than a town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.transition import begin_move, entry, said
from huiyin.cases.masking import for_everybody
from huiyin.cases.models import Case, Publication, ShownAnswer
from huiyin.cases.moves import MOVES
from huiyin.cases.preview import TEXT, TITLE, answers_drafted, drafted, names_in, sum_of_all
from huiyin.cases.queries.page import photos_of
from huiyin.cases.rules import Speaker
from huiyin.cases.towns import towns
from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.language.clean import one_line
from huiyin.media.models import Upload

_KEPT = ["wished_at", "published_at", "public_title", "public_text"]


@MOVES.makes("publish")
def publish_case(case: Case, who: Speaker, consent: bool | None = None, title: str = "", text: str = "", *, town: int | None = None,
                 picture: str | None = None, seen: str = "", answers: Mapping[int, str] | None = None) -> Case:  # fmt: skip
    """Its author agrees to everybody reading it as the preview shows it, or no longer; the desk looks it through, and may change what is
    shown: then its author is asked again. It is public once the desk has looked and the author agreed to the same words.

    `consent` false takes it back at once, from whichever side. `title`, `text` (else the case's own words) are masked. `town`: a unit's
    number, nought for none; `picture`: the key of a photo that came with it, "" for none; None leaves either as it is. `answers`: other
    words for the n-th of the answers that are for the world. `seen`: the sum of the preview that is agreed to, or was looked at. What is
    answered later waits until both have seen it too. A sealed accusation is never published. Gives the case.

    Raises WrongState where its author has not agreed, or it looks otherwise than what was seen; Invalid for no such town, photo, answer.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "publish")
        if case.is_confidential or case.private:
            raise NotAllowed(_("This is not for the public."))
        if "author" in having and consent is False:
            _take_back(case)
            entry(case, "case.unpublished", who, having)
            return case
        if "author" in having and "desk" not in having and not _is_author(case, who):
            raise NotAllowed(_("Whoever asked says themself whether everybody may read their words."))
        now, was_public = timezone.now(), case.published_at is not None
        shown = _shown(case, "author" in having)
        given = answers_drafted(case, shown)
        if seen and seen != sum_of_all(shown, case.public_title, case.public_text, given):
            raise WrongState(_("It looks otherwise by now. Look at it once more, then agree."))
        if "author" in having and _is_author(case, who):
            _agree(case, shown, picture, now)
            for one in given:
                one.agreed = one.sum
        if "desk" in having:
            _look(case, shown, None if consent is False else now, title, text, town, picture)
            if consent is not False:
                _look_at_answers(given, now, answers or {}, names_in(case))
        both = shown.looked_at is not None and shown.agreed == shown.sum_of(case.public_title, case.public_text)
        case.published_at = (case.published_at or now) if both else None
        shown.save()
        case.save(update_fields=_KEPT)
        for one in given:
            one.publication = shown
            one.save()
        entry(case, _kind(case, shown, given, was_public), who, having)
    return case


def wish_public(case: Case, who: Speaker) -> Case:
    """Its author says that everybody may read it, without having seen how it will look: so somebody sent it for them. The desk may look it
    through; it is public only once they have seen the preview and agreed to it. Gives the case. Raises NotAllowed as `publish_case`."""
    with transaction.atomic():
        case, having = begin_move(case, who, "publish")
        if case.is_confidential or case.private or not _is_author(case, who):
            raise NotAllowed(_("This is not for the public."))
        shown = _shown(case, True)
        case.wished_at = case.wished_at or timezone.now()
        shown.save()
        case.save(update_fields=_KEPT)
        entry(case, "case.publication_wished", who, having)
    return case


def _is_author(case: Case, who: Speaker) -> bool:
    """Whether these are their own words: who asked together with them, or for whom they asked, is not asked."""
    return case.pk in who.holds or (who.person is not None and case.author_id == who.person.pk)


def _kind(case: Case, shown: Publication, given: Sequence[ShownAnswer], was_public: bool) -> str:
    if case.published_at is not None:
        if any(one.agreed != one.sum for one in given):
            return "case.publication_shown"
        return "case.published" if all(one.is_public for one in given) else "case.publication_wished"
    if shown.looked_at is not None:
        return "case.publication_shown"
    return "case.unpublished" if was_public else "case.publication_wished"


def _shown(case: Case, begins: bool) -> Publication:
    """The row of how it looks. The first time it is drawn from the case itself, with everything personal taken out."""
    found = Publication.objects.select_for_update().filter(case=case).first()
    if found is not None:
        return found
    if not begins:
        raise WrongState(_("Its author has not agreed to the public reading it."))
    case.public_title, case.public_text, row = drafted(case)
    return row


def _take_back(case: Case) -> None:
    case.wished_at = case.published_at = None
    case.public_title = case.public_text = ""
    case.save(update_fields=_KEPT)
    Publication.objects.filter(case=case).delete()


def _agree(case: Case, shown: Publication, picture: str | None, now: datetime) -> None:
    if picture is not None and _picture(case, picture) != shown.picture:
        shown.picture, shown.looked_at = _picture(case, picture), None  # another photo: the desk looks at that too
    case.wished_at = case.wished_at or now
    shown.agreed = shown.sum_of(case.public_title, case.public_text)


def _look(case: Case, shown: Publication, at: datetime | None, title: str, text: str, town: int | None, picture: str | None) -> None:
    if case.wished_at is None:
        raise WrongState(_("Its author has not agreed to the public reading it."))
    own = names_in(case)
    if title.strip():
        case.public_title = for_everybody(one_line(said(title, "title", TITLE)), own)[:TITLE]
    if text.strip():
        case.public_text = for_everybody(said(text, "text", TEXT), own)[:TEXT]
    if town is not None:
        if town and town not in {unit.pk for unit in towns()}:
            raise Invalid(_("This unit is not here."), field="town")
        shown.town_id = town or None
    if picture is not None:
        shown.picture = _picture(case, picture)
    shown.looked_at = at


def _look_at_answers(given: Sequence[ShownAnswer], at: datetime, words: Mapping[int, str], names: Sequence[str]) -> None:
    if any(not 1 <= n <= len(given) for n in words):
        raise Invalid(_("There is no such answer."), field="answers")
    for n, one in enumerate(given, 1):
        if words.get(n, "").strip():
            one.words = for_everybody(said(words[n], "answers"), names)
        one.looked_at = at


def _picture(case: Case, key: str) -> Upload | None:
    """A photo that its author sent with it. Raises Invalid for any other."""
    if not key:
        return None
    found = photos_of(case).filter(upload__key=key).first()
    if found is None:
        raise Invalid(_("A photo or file is no longer here. Add it again; your words are kept."), field="picture")
    return found.upload
