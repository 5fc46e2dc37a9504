"""Answers that wait for a person's release."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from huiyin.answers.models import Draft, MatterDraft, MatterDraftCase
from huiyin.answers.rules import may_read_text
from huiyin.cases.models import Case, Matter
from huiyin.cases.rules import Speaker, in_office
from huiyin.core.errors import NotThere
from huiyin.media.models import Upload


def to_release(who: Speaker) -> QuerySet[Draft]:
    """Gives what waits in the person's units and was written by another, of cases they see; the oldest first."""
    if who.person is None or not who.units:
        return Draft.objects.none()
    waiting = Draft.objects.filter(state=Draft.State.WAITING, unit__in=who.units, case__in=Case.objects.filter(in_office(who)).values("pk"))
    return waiting.exclude(by=who.person).select_related("case", "unit", "by").order_by("made_at")


def draft_of(case: Case) -> Draft | None:
    """Gives the answer to a case that waits for release, or None."""
    return Draft.objects.filter(case=case, state=Draft.State.WAITING).select_related("unit", "by").first()


def files_of(draft: Draft | MatterDraft) -> list[Any]:
    """Gives the photos and papers that go with an answer, or a text for many, once it is released: a row each, with its upload."""
    return list(draft.files.select_related("upload").filter(upload__erased_at=None).order_by("order"))


def file_of(draft: Draft | MatterDraft, key: str) -> Upload:
    """Gives what goes with an answer, or a text for many, by the key of its upload. Raises NotThere."""
    found = draft.files.select_related("upload").filter(upload__key=key).first()
    if found is None:
        raise NotThere
    return found.upload


def last_returned(case: Case, who: Speaker) -> Draft | None:
    """Gives the answer this person wrote last to a case and had sent back, or None: it is written on from there."""
    latest = Draft.objects.filter(case=case, by=who.person).order_by("-pk").first()
    return latest if latest is not None and latest.state == Draft.State.RETURNED else None


def texts_to_release(who: Speaker) -> QuerySet[MatterDraft]:
    """Gives the texts for like cases that wait in the person's units and were written by another; the oldest first. `many`: how many cases
    each is to answer."""
    if who.person is None or not who.units:
        return MatterDraft.objects.none()
    seen = MatterDraftCase.objects.filter(fate=MatterDraftCase.Fate.WAITING, case__in=Case.objects.filter(in_office(who)).values("pk"))
    waiting = MatterDraft.objects.filter(state=Draft.State.WAITING, unit__in=who.units, pk__in=seen.values("draft")).exclude(by=who.person)
    return waiting.select_related("matter", "unit", "by").annotate(many=Count("cases")).order_by("made_at")


def text_for(case: Case) -> MatterDraft | None:
    """Gives the text for many that is to answer this case too and waits for release, or None."""
    return MatterDraft.objects.filter(cases__case=case, cases__fate=MatterDraftCase.Fate.WAITING).select_related("unit", "by").first()


def handed_in(cases: Collection[int]) -> set[int]:
    """Gives for which of these cases an answer waits for release: one of its own, or a text for many."""
    alone = Draft.objects.filter(case__in=cases, state=Draft.State.WAITING).values_list("case", flat=True)
    together = MatterDraftCase.objects.filter(case__in=cases, fate=MatterDraftCase.Fate.WAITING).values_list("case", flat=True)
    return {*alone, *together}


def waiting_text(who: Speaker, matter: Matter, pk: int) -> MatterDraft:
    """Gives a text of a matter that waits, for whoever wrote it and whoever may release it. Raises NotThere."""
    found = MatterDraft.objects.filter(pk=pk, matter=matter, state=Draft.State.WAITING).first()
    if found is None or not may_read_text(who, found):
        raise NotThere
    return found


def texts_of(matter: Matter) -> list[MatterDraft]:
    """Gives the texts that wait in a matter, the oldest first, then the one that was released last."""
    found = MatterDraft.objects.filter(matter=matter).select_related("unit", "by", "decided_by")
    waiting = list(found.filter(state=Draft.State.WAITING).order_by("pk"))
    return waiting + list(found.filter(state=Draft.State.RELEASED).order_by("-decided_at", "-pk")[:1])


def last_returned_text(matter: Matter, who: Speaker) -> MatterDraft | None:
    """Gives the text this person wrote last for a matter and had sent back, or took back, or None: it is written on
    from there. What went back because nothing was left to answer is begun anew."""
    latest = MatterDraft.objects.filter(matter=matter, by=who.person).order_by("-pk").first()
    by_somebody = latest is not None and latest.state == Draft.State.RETURNED and latest.decided_by_id is not None
    return latest if by_somebody and latest is not None and latest.words else None
