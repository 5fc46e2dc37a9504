"""A case that everybody may read: only by its author's consent, with names and numbers masked, as they saw it before."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.moving import begin_move, entry, said
from huiyin.cases.masking import masked
from huiyin.cases.models import Case, Joiner, State
from huiyin.cases.rules import Speaker, roles
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState


def publish_case(case: Case, who: Speaker, consent: bool | None = None, title: str = "", text: str = "") -> Case:
    """Its author agrees to the public reading it, or no longer; the desk says how it will look, and puts it there once both have spoken.

    `consent` false takes it back at once. What is published are `title` and `text` (or the case's own words), with names, telephone and
    identity numbers masked. A sealed accusation is never published. Gives the case.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "publish")
        if case.is_sealed or case.private:
            raise NotAllowed(_("This is not for the public."))
        now = timezone.now()
        if "author" in having:
            case.wished_at = None if consent is False else (case.wished_at or now)
        if case.wished_at is None:
            case.published_at, case.public_title, case.public_text = None, "", ""
        elif "desk" in having or "author" not in having:
            own = (case.name, case.author.name if case.author else "")
            case.public_title = masked(said(title or case.title, "title", 120), own)
            case.public_text = masked(said(text or case.text, "text", 4000), own)
            case.published_at = case.published_at or now
        if "author" not in having and case.wished_at is None:
            raise WrongState(_("Its author has not agreed to the public reading it."))
        case.save(update_fields=["wished_at", "published_at", "public_title", "public_text"])
        entry(case, "case.published" if case.published_at else "case.publication_wished" if case.wished_at else "case.unpublished",
              who, having)  # fmt: skip
    return case


def join_case(case: Case, who: Speaker) -> Case:
    """Somebody asks for the same as a published case: as long as it is published they read the answer and are asked as its author is, and
    of what the author said only what everybody may read. Gives the case.

    Raises NotThere for what is not published, WrongState for what has ended, Invalid for its own author.
    """
    with transaction.atomic():
        case = Case.locked(case.pk)
        if case.published_at is None or who.person is None:
            raise NotThere
        if case.author_id == who.person.pk:
            raise Invalid(_("It is your own."))
        if case.state in (State.SETTLED, State.DECLINED):
            raise WrongState
        _joined, fresh = Joiner.objects.get_or_create(case=case, person=who.person)
        if fresh:
            entry(case, "case.joined", who, roles(who, case) & {"joiner"})
    return case
