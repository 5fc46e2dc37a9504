"""Saying a message again in other groups."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.core.errors import Invalid, NotThere, Refused, WrongState
from huiyin.groups import rendering
from huiyin.groups.actions import forward_message
from huiyin.groups.models import Message
from huiyin.groups.queries import groups_to_post_in, message_in
from huiyin.groups.rules import membership_or_404
from huiyin.groups.views.frame import numbers, page
from huiyin.people.auth import PersonRequest, require_person

AT_ONCE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def forward(request: PersonRequest, pk: int, n: int) -> HttpResponse:
    """Chooses groups (?q= narrows), says the message there, and shows where it went."""
    member = membership_or_404(request.user, pk)
    message = message_in(member.group, n)
    if message is None:
        raise NotThere
    if message.recalled_at or message.erased_at:
        raise WrongState(_("This message was taken back."))
    text = request.GET.get("q", "").strip()[:40]
    shown: dict[str, Any] = {"message": message, "said": rendering.preview(message, get_language() or "zh-hans", named=False), "q": text}
    if request.method != "POST":
        offered = [g for g in groups_to_post_in(request.user, text) if g.pk != pk]
        return page(request, "groups/forward.html", member, offered=offered, key=uuid.uuid4().hex, **shown)
    chosen = set(numbers(request.POST.getlist("groups")))
    offered = [g for g in groups_to_post_in(request.user) if g.pk != pk]
    if not chosen or len(chosen) > AT_ONCE:
        refusal = Invalid(_("Choose 1 to %(limit)s groups.") % {"limit": AT_ONCE}, field="groups")
        return page(request, "groups/forward.html", member, refusal, offered=offered, chosen=chosen, key=_key(request), **shown)
    went, stayed = _say(request, message, [g for g in offered if g.pk in chosen])
    return page(request, "groups/forward_done.html", member, went=went, stayed=stayed, **shown)


def _say(request: PersonRequest, message: Message, groups: list) -> tuple[list[Message], list[tuple[object, object]]]:
    """Says the message in each group by itself: where one refuses, the others have it all the same."""
    went, stayed = [], []
    for group in groups:
        try:
            # A key counts in each group by itself: a form sent twice says it once in each.
            went.append(forward_message(message, group, request.user, key=_key(request)))
        except Refused as refusal:
            stayed.append((group, refusal.words))
    return went, stayed


def _key(request: PersonRequest) -> str:
    return request.POST.get("key", "")[:32] or uuid.uuid4().hex
