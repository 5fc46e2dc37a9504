"""Cases as those who joined them read them: what everybody may read, and nothing else. Their own answer stands in a case of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.models import Case, Joiner, Party
from huiyin.cases.preview import shown_answers
from huiyin.cases.queries.topics import is_topic
from huiyin.cases.rules import Speaker, in_office

if TYPE_CHECKING:
    from huiyin.cases.queries.page import CasePage


def as_read(who: Speaker, cases: Iterable[Case]) -> list[Case]:
    """Gives cases somebody may see as they may read them: in those they only joined the public words stand for the author's. The
    cases are changed in memory, and not to be saved."""
    cases = list(cases)
    mine = who.person.pk if who.person is not None else None
    others = [case for case in cases if (mine is None or case.author_id != mine) and case.pk not in who.holds]
    if who.person is not None and any(case.with_others for case in others):
        theirs = set(Party.objects.filter(person=who.person, case__in=[case.pk for case in others]).values_list("case", flat=True))
        others = [case for case in others if case.pk not in theirs]
    if others and who.units:
        handled = set(Case.objects.filter(in_office(who), pk__in=[case.pk for case in others]).values_list("pk", flat=True))
        others = [case for case in others if case.pk not in handled]
    for case in others:
        case.title, case.text = case.public_title, case.public_text
        case.name = case.phone = case.place = ""
        case.topic = case.topic if is_topic(case.topic) else ""
        case.author = None
    return cases


def words_of_joining(number: str) -> str:
    """Gives what somebody asks for who joins the case of this number and types nothing, in the house's language."""
    with override("zh-hans"):
        return _("I ask for the same as № %(number)s.") % {"number": number}


def called_by_what_they_joined(cases: list[Case]) -> list[Case]:
    """Gives cases for a list: those whose author typed nothing of their own are called as what they joined is, as long as that is public.
    They are changed in memory, and not to be saved."""
    found = Joiner.objects.filter(own__in=[case.pk for case in cases], case__published_at__isnull=False)
    joined = {own: (number, title) for own, number, title in found.values_list("own", "case__number", "case__public_title")}
    for case in cases:
        number, title = joined.get(case.pk, ("", ""))
        if title and case.text == words_of_joining(number):
            case.title = title
    return cases


def joined_with(case: Case) -> Case | None:
    """Gives the published case that the author of this one joined, as long as it is public. Its public words alone may be shown."""
    found = Joiner.objects.filter(own=case, case__published_at__isnull=False).select_related("case").first()
    return found.case if found is not None else None


def without_its_author(page: CasePage) -> CasePage:
    """Gives the page of a case for somebody who joined it: no files, no parts, no words that were said on the way to its author, and of the
    answers those that everybody reads. Anybody may join: what they read here the whole world may."""
    page.files, page.children, page.answers = [], [], []
    page.moves = [replace(one, words="") for one in page.moves]
    for one in shown_answers(page.case):
        one.answer.words = one.words
        page.answers.append(one.answer)
    return page
