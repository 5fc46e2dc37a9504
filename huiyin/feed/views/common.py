"""What several pages of moments share: who looks, going back, forms."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused
from huiyin.media.actions import keep_upload
from huiyin.people.auth import PersonRequest, safe_next
from huiyin.people.models import Person
from huiyin.worktime.bounds import whole_in

DONE = {
    "published": _("Published."),
    "edited": _("Saved. What it said before stays readable."),
    "deleted": _("Deleted."),
    "audience": _("Changed. Every repost follows."),
    "reported": _("Thank you. The moderators look at it."),
    "muted": _("You see nothing more of them in the square. Nobody is told."),
    "unmuted": _("You see them again."),
    "followed": _("You follow them."),
    "unfollowed": _("You follow them no longer."),
    "asked": _("They are asked, and told."),
    "read": _("Said: read to the end."),
    "noted": _("Handed in. Only who asked sees it."),
    "decided": _("Decided."),
    "corrected": _("Corrected. The note stands under the article."),
    "saved": _("Saved."),
    "opened": _("The account is open. Write its first article."),
    "closed": _("The account is closed. What it published stays."),
    "scheduled": _("It goes out at its time."),
    "unscheduled": _("It does not go out. It is a draft again."),
}


def viewer(request: HttpRequest) -> Person | None:
    """Gives who looks; None for a stranger."""
    return request.user if isinstance(request.user, Person) else None


def new_key() -> str:
    """Gives a key under which a form is sent once, however often it is sent."""
    return uuid.uuid4().hex


def number(request: HttpRequest, name: str) -> int | None:
    """Gives a number from the address, or None."""
    return whole_in(request.GET.get(name))


def back_to(request: HttpRequest, fallback: str, *args: Any, anchor: str = "", done: str = "") -> HttpResponse:
    """Goes back to where a form stood (`next`), or to a page of that name; says what was done."""
    to = request.POST.get("next") or ""
    where = safe_next(to) if to else reverse(fallback, args=args)
    if done:
        where += ("&" if "?" in where else "?") + f"done={done}"
    return redirect(where + (f"#{anchor}" if anchor else ""))


def keep_files(request: PersonRequest, limit: int) -> list[str]:
    """Keeps the files of a form and gives their keys, after those that were kept already (`uploads`). Raises a Refused of media.

    A film's still comes beside it (`stills`), drawn by the browser: this machine draws none. It is named for the film's place, "0.jpg".
    """
    stills = {still.name: still for still in request.FILES.getlist("stills")[:limit]}
    allowed = request.POST.get("place") == "allowed"
    keys = request.POST.getlist("uploads")[:limit]
    for place, file in enumerate(request.FILES.getlist("files")[: limit + 1 - len(keys)]):
        still = stills.get(f"{place}.jpg")
        keys.append(keep_upload(request.user, file, file.name or "", file.content_type or "", still, place_allowed=allowed).key)
    return keys


def done_words(request: HttpRequest) -> Any:
    """Gives what the page says was just done, or ""."""
    return DONE.get(request.GET.get("done", ""), "")


def status_of(refusal: Refused | None) -> int:
    """Gives the status of a page that shows a refusal, or 200."""
    return refusal.status if refusal else 200
