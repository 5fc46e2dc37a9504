"""One text for the like cases of a matter where nobody answers alone: proposed, then released by another person of the unit, who is asked
for each case anew; or sent back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.answers.actions.drafting import REMARK
from huiyin.answers.models import Draft, MatterDraft, MatterDraftCase, MatterDraftFile
from huiyin.answers.moves import TEXT_MOVES
from huiyin.answers.queries.waiting import files_of
from huiyin.answers.rules import left_out, may_answer, possible_of_text
from huiyin.cases.actions import answer_case, once
from huiyin.cases.actions.answering import require_answer
from huiyin.cases.actions.matters import rendered
from huiyin.cases.actions.transition import check_move, entry, said, unit_for
from huiyin.cases.extension_points import MatterText
from huiyin.cases.models import Case, Matter, State
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker, roles, speaker_of
from huiyin.core.errors import NotAllowed, NotThere, Refused, WrongState
from huiyin.journal.recording import record
from huiyin.media.models import Upload

Waits = Draft.State
Fate = MatterDraftCase.Fate
MAY_ANSWER = frozenset(MOVES["answer"].who)


def hand_in_together(text: MatterText) -> MatterDraft:
    """Keeps a text until another person of the unit has read it. Gives it. Called under the locks of all its cases; each is asked whether
    the text, as its author would read it, can be its answer. Raises as `require_answer`."""
    assert text.who.person is not None
    words = said(text.words)
    for case in text.cases:
        having = check_move(case, text.who, "answer")
        require_answer(case, text.who, having, text.closing, rendered(words, case), checked=False)
    draft = MatterDraft.objects.create(matter=text.matter, unit_id=text.unit, by=text.who.person, closing=text.closing, words=words,
                                       public=text.public)  # fmt: skip
    MatterDraftCase.objects.bulk_create([MatterDraftCase(draft=draft, case=case, lead_id=case.unit_id) for case in text.cases])
    MatterDraftFile.objects.bulk_create([MatterDraftFile(draft=draft, upload=one, order=n) for n, one in enumerate(text.files)])
    _recorded(draft, "matter.answer_proposed", text.who, len(text.cases))
    return draft


@TEXT_MOVES.makes("release")
def release_text(pk: int, matter: Matter, who: Speaker, key: str = "") -> MatterDraft:
    """Another person of the unit has read it: each case that still waits for an answer, and lies where it lay, gets its own, in the name of
    whoever wrote the text. What no longer does is left out, and `fate` says why. Once for a key. Gives the text.

    Raises NotThere, NotAllowed; WrongState where it was decided already, or where none of its cases can be answered by it now.
    """
    with transaction.atomic():
        first = _locked(pk, matter)
        once(first, who, "release_all", key, lambda: _release(pk, who), [pk])
    return MatterDraft.objects.get(pk=pk)


def _release(pk: int, who: Speaker) -> None:
    draft = _waiting(pk, "release")
    if "release" not in possible_of_text(who, draft):
        raise NotAllowed(_("Another person of the unit than who wrote it releases an answer."))
    # Decided before it is given, as with an answer to one case: what waits when a case is answered goes back (reactions.py).
    MatterDraft.objects.filter(pk=pk).update(state=TEXT_MOVES.after("release", draft.state))
    rows = list(draft.cases.select_related("case__author").order_by("case"))
    writer, files = speaker_of(draft.by), [one.upload for one in files_of(draft)]
    for row in rows:
        row.fate = left_out(row, draft) or _not_theirs(row.case, draft, writer, who)
    for row in rows:
        if not row.fate:
            row.fate = _answered(row.case, draft, writer, who, files)
    count = sum(row.fate == Fate.ANSWERED for row in rows)
    if not count:
        raise WrongState(_("None of these requests can be answered by this text now. Send it back; what still waits is answered anew."))
    MatterDraftCase.objects.bulk_update(rows, ["fate"])
    draft.words = ""
    _decided(draft, who, "release")
    record(draft.matter.stream_id, "matter.answered", by=draft.by, data={"matter": draft.matter_id, "count": count})
    _recorded(draft, "matter.answer_released", who, count)


def _not_theirs(case: Case, draft: MatterDraft, writer: Speaker, releaser: Speaker) -> str:
    """Why the two may not answer this case now; "" where they may."""
    having = roles(writer, case)
    if not MAY_ANSWER & having or unit_for(case, writer, having) != draft.unit_id:
        return Fate.WRITER
    return "" if may_answer(roles(releaser, case)) else Fate.RELEASER


def _answered(case: Case, draft: MatterDraft, writer: Speaker, releaser: Speaker, files: list[Upload]) -> str:
    """Gives what became of it: answered now, or along with another of these that its author had joined."""
    if not Case.objects.filter(pk=case.pk, state=State.ANSWERED).exists():
        try:
            answer_case(case, writer, draft.closing, rendered(draft.words, case), (), draft.public, seen_by=releaser.person, for_all=files)
        except Refused:
            return Fate.WRITER
    now = Case.locked(case.pk)
    entry(now, "case.answer_released_together", releaser, roles(releaser, now), matter=draft.matter_id)
    return Fate.ANSWERED


@TEXT_MOVES.makes("return")
def send_back_text(pk: int, matter: Matter, who: Speaker, remark: str, key: str = "") -> MatterDraft:
    """Another person of the unit sends it back, saying what is missing; its cases wait for an answer as before. Once for a key. Gives it.
    Raises as `release_text`, and Invalid without words."""

    def send() -> None:
        draft = _waiting(pk, "return")
        if "return" not in possible_of_text(who, draft):
            raise NotAllowed
        _returned(draft, who, "return", said(remark, "remark", REMARK))

    with transaction.atomic():
        once(_locked(pk, matter), who, "return_all", key, send, [pk, remark])
    return MatterDraft.objects.get(pk=pk)


@TEXT_MOVES.makes("take-back")
def take_back_text(pk: int, matter: Matter, who: Speaker) -> MatterDraft:
    """Whoever wrote it takes it back, to write it anew. Gives it."""
    with transaction.atomic():
        _locked(pk, matter)
        draft = _waiting(pk, "take-back")
        if "take-back" not in possible_of_text(who, draft):
            raise NotAllowed
        _returned(draft, who, "take-back")
    return draft


def waits_for_nobody(case: int) -> None:
    """What waits for release and could answer none of its cases any more goes back to whoever wrote it. Takes the number of a case of
    which something happened."""
    for draft in MatterDraft.objects.filter(state=Waits.WAITING, cases__case=case):
        rows = list(draft.cases.select_related("case__author"))
        for row in rows:
            row.fate = left_out(row, draft)
        if all(row.fate for row in rows):
            MatterDraft.objects.filter(pk=draft.pk).update(state=Waits.RETURNED, decided_at=timezone.now())
            MatterDraftCase.objects.bulk_update(rows, ["fate"])


def _locked(pk: int, matter: Matter) -> Case:
    """Locks the streams of a text's cases and of its matter, in the one order there is. Gives the first of the cases. Raises NotThere."""
    cases = list(Case.objects.filter(matter_drafts__draft=pk, matter_drafts__draft__matter=matter).order_by("pk"))
    if not cases:
        raise NotThere
    Case.lock_streams([case.pk for case in cases], matter.stream_id)
    return cases[0]


def _waiting(pk: int, name: str) -> MatterDraft:
    draft = MatterDraft.objects.select_for_update(of=("self",)).select_related("by", "matter").get(pk=pk)
    if not TEXT_MOVES.leads(name, draft.state):
        raise WrongState
    return draft


def _returned(draft: MatterDraft, who: Speaker, name: str, remark: str = "") -> None:
    count = draft.cases.filter(fate=Fate.WAITING).update(fate=Fate.RETURNED)
    _decided(draft, who, name, remark)
    _recorded(draft, "matter.answer_returned", who, count, remark)


def _decided(draft: MatterDraft, who: Speaker, name: str, remark: str = "") -> None:
    state = TEXT_MOVES.after(name, draft.state)
    draft.state, draft.decided_by, draft.decided_at, draft.remark = state, who.person, timezone.now(), remark
    draft.save(update_fields=["state", "decided_by", "decided_at", "remark", "words"])


def _recorded(draft: MatterDraft, kind: str, who: Speaker, count: int, words: str = "") -> None:
    data = {"matter": draft.matter_id, "unit": draft.unit_id, "draft": draft.pk, "count": count}
    record(draft.matter.stream_id, kind, by=who.person, data=data, sealed={"words": words} if words else None)
