"""Requests: sent in, listed, one; and what became of one that was sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid, NotThere
from huiyin.core.ten_digits import for_reading
from huiyin.language.clean import one_line
from huiyin.media.actions import keep_upload
from huiyin.open311.actions import Draft, Taken, send_request
from huiyin.open311.actions.sending import mark_of
from huiyin.open311.errors import NoService, Several
from huiyin.open311.parameters import attributes_in, moment_named, one_of, place_in, said, wanted_in
from huiyin.open311.pictures import addresses_in
from huiyin.open311.queries.requests import request_for, requests_for, sent_as
from huiyin.open311.services import CONSENT, NO, SINCE, YES, offered
from huiyin.open311.views.answering import answers, asked, key_of, reads, sent_by
from huiyin.open311.views.services import origin_of
from huiyin.worktime.bounds import whole_in

LARGEST = 10 * 1024 * 1024  # bytes of a file, as of a visitor's
FILES = 5
TEXT = 4000  # the standard's


@reads
def _list(request: HttpRequest) -> tuple[str, Any]:
    told = asked(request)
    return "service_requests", requests_for(key_of(request), wanted_in(told, timezone.now()))


@reads
def _one(request: HttpRequest, number: str) -> tuple[str, Any]:
    pk = whole_in(number)
    found = request_for(key_of(request), pk) if pk is not None else []
    if not found:
        raise NotThere(_("There is no request of this id, or it is not for you to see."))
    return "service_requests", found


@reads
def _token(request: HttpRequest, token: str) -> tuple[str, Any]:
    """Every service here is realtime: a token is what the program itself called the request (`key`, `external_id`)."""
    found = sent_as(key_of(request), mark_of(token[:200]))
    if found is None:
        raise NotThere(_("There is no request of this token, or it is not for you to see."))
    return "service_requests", [{"service_request_id": str(found.case_id), "token": token}]


def _send(request: HttpRequest) -> tuple[str, Any]:
    form, key = sent_by(request)
    taken = send_request(key, _draft(request, form))
    notice = _("№ %(number)s") % {"number": taken.case.number}
    if taken.code:
        notice = _code(request, taken)
    if taken.code and taken.case.wished_at is not None:
        notice = f"{notice} " + _("There whoever asked sees how everybody would read it, and agrees; until then nobody does.")
    return "service_requests", [{"service_request_id": str(taken.case.pk), "service_notice": notice, "account_id": None}]


def _code(request: HttpRequest, taken: Taken) -> str:
    return _("№ %(number)s, code %(code)s. With both it is looked up at %(page)s.") % {
        "number": taken.case.number, "code": for_reading(taken.code), "page": origin_of(request) + reverse("case-look-up"),
    }  # fmt: skip


def _draft(request: HttpRequest, form: QueryDict) -> Draft:
    """Reads a request; all that is wrong with it is told at once."""
    faults: list[Invalid] = []

    def read(reader: Any, *more: Any) -> Any:
        try:
            return reader(*more)
        except Invalid as fault:
            faults.append(fault)
            return ""

    service = read(_service, form)
    attributes = attributes_in(form)
    known = read(said, form, "external_id", 200) or read(one_of, attributes, "external_id") or read(one_of, attributes, "fixmystreet_id")
    name = " ".join(filter(None, (read(_line, form, "first_name"), read(_line, form, "last_name"))))
    draft = Draft(
        service, read(place_in, form), text=read(said, form, "description", TEXT), name="" if name == "-" else name.removesuffix(" -"),
        phone=read(_line, form, "phone"), email=read(_line, form, "email", 254), since=read(_since, attributes) or None,
        consent=read(_consents, attributes) is True, media=read(addresses_in, _media(form)) or (), asked_as=read(said, form, "key", 200),
        known_as=known,
    )  # fmt: skip
    files = read(_files, request)
    if faults:
        raise faults[0] if len(faults) == 1 else Several(faults)
    keys = [keep_upload(None, one, one.name or "", one.content_type or "").key for one in files]
    return Draft(**{**vars(draft), "uploads": keys})


def _service(form: QueryDict) -> str:
    code = said(form, "service_code", 200)
    if not code:
        raise Invalid(_("Say which service it is for."), field="service_code")
    if code not in offered():
        raise NoService
    return code


def _line(form: QueryDict, field: str, limit: int = 40) -> str:
    return one_line(said(form, field, limit))


def _since(attributes: Any) -> Any:
    value = one_of(attributes, SINCE)
    return moment_named(value, f"attribute[{SINCE}]") if value else None


def _consents(attributes: Any) -> bool:
    value = one_of(attributes, CONSENT)
    if value not in ("", YES, NO):
        raise Invalid(_("One of the values of its definition is taken."), field=f"attribute[{CONSENT}]")
    return value == YES


def _media(form: QueryDict) -> list[str]:
    return [one for name in ("media_url", "media_url[]") for one in form.getlist(name)[:10] if isinstance(one, str)]


def _files(request: HttpRequest) -> list[Any]:
    """Parts of a form with files, whatever they are called: media, media[], photo1, file_…"""
    found = [one for _name, parts in request.FILES.lists() for one in parts]
    if len(found) > FILES or any((one.size or 0) > LARGEST for one in found):
        raise Invalid(_("At most %(limit)s photos or files go with it, each of at most 10 MB.") % {"limit": FILES}, field="media")
    return found


requests = answers(get=_list, post=_send)
one = answers(get=_one)
token = answers(get=_token)
