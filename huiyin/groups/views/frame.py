"""What every page around a conversation has: the list of groups beside it, and the word that says what was just done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused
from huiyin.groups.models import Member
from huiyin.groups.queries import my_groups
from huiyin.groups.rules import may_manage, may_open_group
from huiyin.people.auth import PersonRequest
from huiyin.worktime.bounds import whole_in

DONE = {
    "opened": _("The group is open. Now bring in the people it concerns."),
    "saved": _("Saved."),
    "muted": _("This group makes no sound for you any more. It is still counted."),
    "unmuted": _("You hear this group again."),
    "quiet": _("The group keeps quiet hours and days off."),
    "loud": _("The group rings at all hours. Use it with care."),
    "archived": _("The group has ended. Everything said stays readable."),
    "reopened": _("The group is open again."),
    "handed": _("The group is handed over."),
    "added": _("Added."),
    "nobody": _("Nobody was added: everyone chosen is in the group already."),
    "removed": _("Taken out. They hear nothing more from this group."),
    "manager": _("Made a manager."),
    "member": _("No longer a manager."),
    "silenced": _("Posting paused. They can still read."),
    "unsilenced": _("They can post again."),
    "source": _("Done: who holds the post next comes in by themselves."),
    "unsourced": _("It brings nobody in any more. Who is in stays."),
    "invited": _("The invitation is ready."),
    "revoked": _("The invitation has ended."),
}


def page(request: PersonRequest, template: str, member: Member | None = None, refusal: Refused | None = None, **more: Any) -> HttpResponse:
    """Answers with a page beside the list of groups. `refusal` is shown on it and gives the status."""
    rows = my_groups(request.user, get_language() or "zh-hans")
    frame = {
        "rows": rows, "unread_in_all": sum(row.unread for row in rows if not row.muted), "may_open": may_open_group(request.user, "work"),
        "member": member, "group": member.group if member else None, "may_manage": may_manage(member),
        "done": DONE.get(request.GET.get("done", "")), "refusal": refusal,
    }  # fmt: skip
    return render(request, template, frame | more, status=refusal.status if refusal else 200)


def done(what: str, to: str, *args: Any, **query: Any) -> HttpResponse:
    """Goes to a page of ours, which says what was done."""
    return redirect(f"{reverse(to, args=args)}?{urlencode({'done': what, **query})}")


def number(request: HttpRequest, name: str) -> int | None:
    """Gives a number from the address, or None for anything else."""
    return whole_in(request.GET.get(name))


def numbers(texts: list[str], limit: int = 500) -> list[int]:
    """Gives the numbers among what a form sent; what is none is left out."""
    return [found for found in map(whole_in, texts[:limit]) if found is not None]
