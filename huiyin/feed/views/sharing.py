"""Carrying a moment elsewhere: my link and its code, a poster with words to go with it, a group here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.core.addresses import absolute
from huiyin.core.errors import Invalid, Refused
from huiyin.feed.posters import copied_words
from huiyin.feed.queries.cards import MomentCard
from huiyin.feed.queries.public import card_with_path
from huiyin.feed.views.common import new_key, status_of
from huiyin.feed.views.opened import first_picture
from huiyin.feed.views.posters import LAYOUTS, layout_in, mine, told_for, unprintable
from huiyin.groups.actions import post_message
from huiyin.groups.models import Group
from huiyin.groups.queries import groups_to_post_in
from huiyin.people.auth import PersonRequest, require_person
from huiyin.printing.codes import code_drawn
from huiyin.printing.posters import LONG_SIDE, SHORT_SIDE, Layout
from huiyin.worktime.bounds import whole_in


@require_http_methods(["GET", "POST"])
@require_person
def share(request: PersonRequest, pk: int) -> HttpResponse:
    """My code for a moment: link, QR code, poster (?layout=), the groups it can be told in. What it brings is counted to my branch."""
    moment, code = mine(request, pk)
    card, path = card_with_path(moment, request.user)
    address = absolute(request, reverse("shared", args=[code]))
    groups, refusal = groups_to_post_in(request.user), None
    if request.method == "POST":
        try:
            return _send(request, list(groups), card, address)
        except Refused as refused:
            refusal = refused
    layouts = LAYOUTS if first_picture(card) is not None else {Layout.WORDS: LAYOUTS[Layout.WORDS]}
    layout = layout_in(request)
    layout = layout if layout in layouts else next(iter(layouts))
    tall, wide = (SHORT_SIDE, LONG_SIDE) if layout is Layout.BESIDE else (LONG_SIDE, SHORT_SIDE)
    shown: dict[str, Any] = {
        "card": card, "code": code, "address": address, "drawn": code_drawn(address), "copied": copied_words(card, path),
        "layouts": layouts.items(), "layout": layout, "tall": tall, "wide": wide,
        "unprintable": unprintable(told_for(card, path, address, layout)), "groups": groups, "refusal": refusal, "key": new_key(),
    }  # fmt: skip
    return render(request, "feed/share.html", shown, status=status_of(refusal))


def _send(request: PersonRequest, groups: list[Group], card: MomentCard, address: str) -> HttpResponse:
    group = next((one for one in groups if one.pk == whole_in(request.POST.get("group"))), None)
    if group is None:
        raise Invalid(_("Choose a group."), field="group")
    said = told_in_group(card, request.POST.get("words", ""), address)
    told = post_message(group, request.user, said, key=request.POST.get("key", "")[:40])
    return redirect(f"{reverse('group', args=[group.pk])}?around={told.n}#m{told.n}")


def told_in_group(card: MomentCard, words: str, address: str) -> str:
    """Gives what is said of a moment in a group: its words where everybody may read them, else the link alone, which asks who opens it."""
    said = f"{card.name}：{card.moment.text[:200]}" if card.audience in ("public", "everyone") and card.moment.text else ""
    return "\n".join(part for part in (words.strip()[:500], said, address) if part)
