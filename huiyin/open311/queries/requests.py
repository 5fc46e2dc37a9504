"""Requests as programs read them: a fixed set of fields, of published ones what everybody may read, of a program's own where they stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.cases.models import OPEN, Case, Series
from huiyin.open311.models import SendingKey, Sent
from huiyin.open311.parameters import Wanted
from huiyin.open311.queries.told import last_told, told_since, told_until
from huiyin.open311.rules import is_published, shown_to
from huiyin.open311.services import OTHER, code_of, offered


def requests_for(key: SendingKey | None, wanted: Wanted) -> list[dict[str, Any]]:
    """Gives the requests that are there for whoever asks, the newest first."""
    found = Case.objects.filter(shown_to(key)).filter(_narrowed(wanted)).order_by("-registered_at", "-pk")
    begin = (wanted.page - 1) * wanted.size
    return _shown(found, begin, wanted.size)


def request_for(key: SendingKey | None, pk: int) -> list[dict[str, Any]]:
    """Gives a request as a list of one; none where it is not there for whoever asks."""
    return _shown(Case.objects.filter(shown_to(key), pk=pk), 0, 1)


def sent_as(key: SendingKey | None, mark: str) -> Sent | None:
    """Gives what a program sent under a mark of its own (`mark_of`), as far as everybody may know of it; None where there is none."""
    marked = Q(asked_as=mark) | Q(known_as=mark)
    return Sent.objects.filter(marked, key=key, case__series=Series.PUBLIC).first() if key and mark else None


def _narrowed(wanted: Wanted) -> Q:
    if wanted.ids is not None:
        return Q(pk__in=wanted.ids)
    found = Q()
    if wanted.begin is not None:
        found &= Q(registered_at__gte=wanted.begin)
    if wanted.end is not None:
        found &= Q(registered_at__lte=wanted.end)
    if wanted.changed_since is not None:
        found &= told_since(wanted.changed_since)
    if wanted.changed_until is not None:
        found &= told_until(wanted.changed_until)
    if len(wanted.states) == 1:
        found &= Q(state__in=OPEN) if wanted.states == ("open",) else ~Q(state__in=OPEN)
    return found & _of_services(wanted.codes) if wanted.codes else found


def _of_services(codes: tuple[str, ...]) -> Q:
    own = [code for code in offered() if code != OTHER]
    found = Q(topic__in=[code for code in codes if code in own])
    return found | ~Q(topic__in=own) if OTHER in codes else found


def _shown(found: QuerySet[Case], begin: int, size: int) -> list[dict[str, Any]]:
    cases = list(found.select_related("unit")[begin : begin + size])
    told, names = last_told(cases), offered()
    return [_record(case, told[case.pk], names) for case in cases]


def _record(case: Case, told: datetime, names: dict[str, str]) -> dict[str, Any]:
    public, code = is_published(case), code_of(case.topic)
    return {
        "service_request_id": str(case.pk), "status": "open" if case.is_open else "closed",
        "status_notes": str(case.get_state_display()), "service_name": names[code], "service_code": code,
        "description": _words(case) if public else None,
        "agency_responsible": case.unit.name if public and case.unit is not None else None,
        "service_notice": _("№ %(number)s") % {"number": case.number},
        "requested_datetime": moment(case.registered_at), "updated_datetime": moment(told),
        "expected_datetime": moment(case.deadline_at) if case.is_open and case.deadline_at is not None else None,
        # Where it is, who asked and what they sent along leave the house with nobody: publishing leaves them out, and so does this.
        "address": None, "address_id": None, "zipcode": None, "lat": None, "long": None, "media_url": None,
    }  # fmt: skip


def _words(case: Case) -> str:
    begins = "".join(case.public_text.split()).startswith("".join(case.public_title.split()).rstrip("…"))
    return case.public_text if begins else f"{case.public_title}\n\n{case.public_text}"[:4000]


def moment(at: datetime) -> str:
    """Gives a moment as the standard writes it: whole seconds, with the zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

