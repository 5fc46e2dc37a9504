"""Photos, videos and files of a group, given to its members only: an address that was passed on opens nothing."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.groups.queries import card_image_in, file_in
from huiyin.groups.rules import membership_or_404
from huiyin.media.serving import serve
from huiyin.people.auth import PersonRequest, require_person


@require_safe
@require_person
def file(request: PersonRequest, pk: int, key: str, variant: str) -> HttpResponse:
    """A variant (large, thumb, video, poster, file) of something that was sent into this group."""
    return cast(HttpResponse, serve(file_in(membership_or_404(request.user, pk).group, key), variant, request))


@require_safe
@require_person
def card(request: PersonRequest, pk: int, n: int) -> HttpResponse:
    """The picture of the link card under a message."""
    return cast(HttpResponse, serve(card_image_in(membership_or_404(request.user, pk).group, n), "thumb", request))
