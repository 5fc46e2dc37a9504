"""Who has read a message."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from huiyin.core.errors import NotThere
from huiyin.groups import queries, rendering
from huiyin.groups.rules import may_see_receipts, membership_or_404, require
from huiyin.groups.views.frame import page
from huiyin.people.auth import PersonRequest, require_person


@require_GET
@require_person
def receipts(request: PersonRequest, pk: int, n: int) -> HttpResponse:
    """Two columns, those who were named first; for the author and those who lead the group."""
    member = membership_or_404(request.user, pk)
    message = queries.message_in(member.group, n)
    if message is None:
        raise NotThere
    require(may_see_receipts(member, message))
    said = rendering.preview(message, get_language() or "zh-hans", named=False)
    return page(request, "groups/receipts.html", member, message=message, said=said, receipts=queries.receipts(message))
