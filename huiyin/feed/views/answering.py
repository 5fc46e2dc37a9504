"""Comments, likes, following, muting, reporting."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.core.errors import NotThere, Refused
from huiyin.feed import actions
from huiyin.feed.models import Flag
from huiyin.feed.queries.cards import cards_of, likes_now, moment_for
from huiyin.feed.queries.comments import comment_to_report, comment_under
from huiyin.feed.views import moment as moment_page
from huiyin.feed.views.common import back_to, status_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.rules import person_seen
from huiyin.worktime.bounds import whole_in


@require_POST
@require_person
def comment(request: PersonRequest, pk: int) -> HttpResponse:
    """Says something under a moment."""
    moment = moment_for(request.user, pk)
    text, reply_to = request.POST.get("text", ""), whole_in(request.POST.get("reply_to"))
    try:
        done = actions.comment(moment, request.user, text, reply_to=reply_to, key=request.POST.get("key", "")[:40])
    except Refused as refusal:
        return moment_page.page(request, moment, refusal, {"text": text, "reply_to": reply_to})
    return redirect(f"{reverse('moment', args=[pk])}#c{done.comment.pk}")


@require_POST
@require_person
def delete_comment(request: PersonRequest, pk: int, comment_id: int) -> HttpResponse:
    """Deletes a comment."""
    actions.delete_comment(comment_under(moment_for(request.user, pk), comment_id), request.user)
    return back_to(request, "moment", pk, done="deleted")


@require_POST
@require_person
def like(request: PersonRequest, pk: int) -> HttpResponse:
    """Likes a moment, or takes the like back (`liked`: what it is to be). A script is answered with the count."""
    moment = moment_for(request.user, pk)
    wanted = request.POST.get("liked") != "no"
    (actions.like if wanted else actions.unlike)(moment, request.user)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"liked": wanted, "likes": likes_now(moment)})
    return back_to(request, "moment", pk, anchor=f"o{pk}")


@require_POST
@require_person
def follow(request: PersonRequest, pk: int) -> HttpResponse:
    """Follows a person, or no longer (`follow`: yes or no)."""
    person = person_seen(request.user, pk)
    if person is None:
        raise NotThere
    wanted = request.POST.get("follow") != "no"
    (actions.follow if wanted else actions.unfollow)(request.user, person=person)
    return back_to(request, "person-moments", pk, done="followed" if wanted else "unfollowed")


@require_POST
@require_person
def mute(request: PersonRequest, pk: int) -> HttpResponse:
    """Sees nothing more of a person in the square, or sees them again (`mute`: yes or no)."""
    person = person_seen(request.user, pk)
    if person is None:
        raise NotThere
    wanted = request.POST.get("mute") != "no"
    (actions.mute if wanted else actions.unmute)(request.user, person)
    return back_to(request, "person-moments", pk, done="muted" if wanted else "unmuted")


@require_http_methods(["GET", "POST"])
@require_person
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Says to the moderators that a moment, or a comment (?comment=), should not stand there."""
    moment = moment_for(request.user, pk)
    chosen = whole_in(request.POST.get("comment") or request.GET.get("comment"))
    comment, refusal = comment_to_report(moment, chosen) if chosen else None, None
    if request.method == "POST":
        try:
            actions.flag(moment, request.user, request.POST.get("reason", ""), request.POST.get("words", ""), comment=comment)
            return back_to(request, "moment", pk, done="reported")
        except Refused as refused:
            refusal = refused
    shown = {"card": cards_of([moment], request.user)[0], "comment": comment, "reasons": Flag.Reason.choices, "refusal": refusal}
    return render(request, "feed/report.html", shown, status=status_of(refusal))
