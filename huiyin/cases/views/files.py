"""Photos and a voice note that come with a form of somebody who asks: with an account or without one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from huiyin.cases.actions.registering import FILES
from huiyin.core.errors import Refused, TooMuch
from huiyin.core.throttle import throttle
from huiyin.media.actions import keep_upload, keep_voice
from huiyin.people.devices import address_of, neighbourhood

AN_HOUR = 40  # files of visitors from one place
LARGEST = 10 * 1024 * 1024  # bytes of a visitor's photo


def kept_files(request: HttpRequest) -> list[str]:
    """Gives the keys of photos and voice note: those that were kept on the page between, and new ones. Raises TooMuch, TooOften, and what
    a file is refused for."""
    found, before = request.FILES.getlist("files"), [key[:32] for key in request.POST.getlist("uploads")[: FILES + 1]]
    voice = request.FILES.getlist("voice")
    new = len(found) + len(voice)
    if new + len(before) > FILES or (not request.user.is_authenticated and any((f.size or 0) > LARGEST for f in found)):
        raise TooMuch(field="files")
    if new and not request.user.is_authenticated:
        throttle(f"case-files:{neighbourhood(address_of(request))}", AN_HOUR, 3600, count=new)
    kept = [keep_upload(_owner(request), f, f.name or "", f.content_type or "").key for f in found]
    return [*before, *kept, *(keep_voice(_owner(request), f, f.name or "").key for f in voice)]


def still_kept(keys: Sequence[str], refusal: Refused) -> Sequence[str]:
    """Gives those files that a refused form brings again by themselves: all that arrived, unless it is a file that was refused."""
    return () if getattr(refusal, "field", "") in ("uploads", "files", "voice") else keys


def _owner(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
