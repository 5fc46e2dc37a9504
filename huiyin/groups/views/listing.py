"""The messages list."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.groups.queries import my_groups
from huiyin.groups.rules import may_open_group
from huiyin.people.auth import PersonRequest, require_person


@require_person
def messages(request: PersonRequest) -> HttpResponse:
    """The groups I am in, newest talk first; ?q= narrows by name, ?archived=1 shows those that ended."""
    text, archived = request.GET.get("q", "")[:40].strip(), "archived" in request.GET
    rows = my_groups(request.user, get_language() or "zh-hans", archived=archived, text=text)
    context = {
        "rows": rows, "q": text, "archived": archived, "may_open": may_open_group(request.user, "work"),
        "done": _("You have left the group.") if request.GET.get("done") == "left" else "",
    }  # fmt: skip
    if not text and not archived:
        context["unread_in_all"] = sum(row.unread for row in rows if not row.muted)
    return render(request, "groups/messages.html", context)
