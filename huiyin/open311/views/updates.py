"""The extension of updates: what was told of requests, for programs that poll; and the word of whoever asked, from the program they use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid, NotThere
from huiyin.open311.actions import Update, take_update
from huiyin.open311.parameters import moment, said, span, wanted_in
from huiyin.open311.queries.updates import updates_for
from huiyin.open311.views.answering import answers, asked, key_of, reads, sent_by
from huiyin.worktime.bounds import whole_in

WORDS = 4000


@reads
def _list(request: HttpRequest) -> tuple[str, Any]:
    told, now = asked(request), timezone.now()
    paged = wanted_in(told, now)
    since = moment(told, "updated_since")
    begin, end = (since, moment(told, "end_date") or now) if since is not None else span(told, now)
    return "service_request_updates", updates_for(key_of(request), begin, end, paged.page, paged.size)


def _send(request: HttpRequest) -> tuple[str, Any]:
    form, key = sent_by(request)
    for field in ("service_request_id", "update_id", "updated_datetime", "status", "description"):
        if not said(form, field, WORDS):
            raise Invalid(_("This is needed."), field=field)
    moment(form, "updated_datetime")  # when it was said elsewhere; here it counts from when it comes in
    pk = whole_in(said(form, "service_request_id", 40))
    if pk is None:
        raise NotThere
    number = take_update(
        key, Update(pk, said(form, "update_id", 200), said(form, "status", 40), said(form, "description", WORDS))
    )
    return "service_request_updates", [{"update_id": number}]


updates = answers(get=_list, post=_send)
