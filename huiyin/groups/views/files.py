"""Photos, videos and files of a group, given to its members only: an address that was passed on opens nothing."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.core.errors import NotThere
from huiyin.groups.queries import file_in, with_card_image
from huiyin.groups.rules import standing_or_404
from huiyin.media.serving import serve
from huiyin.people.auth import PersonRequest, require_person


@require_safe
@require_person
def file(request: PersonRequest, pk: int, key: str, variant: str) -> HttpResponse:
    """A variant (large, thumb, video, poster, file) of something that was sent into this group."""
    found = file_in(standing_or_404(request.user, pk).group, key)
    if found is None:
        raise NotThere
    return cast(HttpResponse, serve(found.upload, variant, request))


@require_safe
@require_person
def card(request: PersonRequest, pk: int, n: int) -> HttpResponse:
    """The picture of the link card under a message."""
    message = with_card_image(standing_or_404(request.user, pk).group, n)
    if message is None or message.link_card is None or message.link_card.image is None:
        raise NotThere
    return cast(HttpResponse, serve(message.link_card.image, "thumb", request))
