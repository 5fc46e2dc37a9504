"""A group's photos, videos, files and links, newest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiyin.groups import queries
from huiyin.groups.rules import membership_or_404
from huiyin.groups.views.frame import number, page
from huiyin.language.links import find_links
from huiyin.people.auth import PersonRequest, require_person

A_PAGE = 60
TABS = (("photo", _("Photos")), ("video", _("Videos")), ("file", _("Files")), ("link", _("Links")))


@require_GET
@require_person
def gallery(request: PersonRequest, pk: int) -> HttpResponse:
    """One kind of things (?kind=photo, video, file, link); ?before= goes further back."""
    member = membership_or_404(request.user, pk)
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(TABS) else "photo"
    before = number(request, "before")
    # One more than shown: it tells whether there are older ones.
    if kind == "link":
        found: list[Any] = queries.links(member.group, before, A_PAGE + 1)
        last = found[A_PAGE - 1].n if len(found) > A_PAGE else None
        for message in found:
            _dress(message)
    else:
        found = queries.gallery(member.group, kind, before, A_PAGE + 1)
        last = found[A_PAGE - 1].pk if len(found) > A_PAGE else None
    months = _by_month(found[:A_PAGE])
    return page(request, "groups/gallery.html", member, kind=kind, kinds=TABS, months=months, older=last, before=before)


def _dress(message: Any) -> None:
    """Sets what is shown of a message with links: the first of them, by its card where there is one."""
    links, card = find_links(message.text), message.link_card
    message.url = next((url for _start, _end, url in links), "")
    message.link_site = (card.site if card else "") or urlsplit(message.url).hostname or ""
    message.link_title = (card.title if card else "") or message.url


def _by_month(found: list[Any]) -> list[dict[str, Any]]:
    """Gives the things in the months they were sent in: [{"month": a day of it, "things": […]}]."""
    months: list[dict[str, Any]] = []
    for thing in found:
        at = timezone.localtime(getattr(thing, "message", thing).at)
        if not months or (months[-1]["month"].year, months[-1]["month"].month) != (at.year, at.month):
            months.append({"month": at, "things": []})
        months[-1]["things"].append(thing)
    return months
