"""Photos, videos and files on their way into a message."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from huiyin.core.errors import Invalid
from huiyin.groups.rules import may_post, membership_or_404, require
from huiyin.media.actions import keep_upload
from huiyin.people.auth import PersonRequest, require_person


@require_POST
@require_person
def uploads(request: PersonRequest, pk: int) -> JsonResponse:
    """Takes one file (`file`, for a video also `poster`); gives its key, by which the message names it.

    `place=allowed` lets what a photo or film says of its place be kept; without it that is dropped.
    """
    member = membership_or_404(request.user, pk)
    require(may_post(member, member.group))
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(field="file")
    allowed = request.POST.get("place") == "allowed"
    poster = request.FILES.get("poster")
    upload = keep_upload(request.user, file, file.name or "", file.content_type or "", poster, place_allowed=allowed)
    told = ("key", "kind", "name", "size", "width", "height")
    return JsonResponse({name: getattr(upload, name) for name in told}, status=201)
