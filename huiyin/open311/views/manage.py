"""The page of the administration with the keys of programs: made, shown once, ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.core.errors import Refused
from huiyin.open311.actions import end_key, make_key
from huiyin.open311.actions.keys import MOST_AN_HOUR, USUAL_AN_HOUR
from huiyin.open311.queries.keys import key_living, keys_ended, keys_living
from huiyin.open311.rules import may_manage_keys
from huiyin.open311.views.services import BASE, origin_of
from huiyin.people.auth import require_person
from huiyin.people.rules import require
from huiyin.people.views.forms import SureForm, answer_form, asker, posted, show
from huiyin.people.views.reauthentication import reauthenticated
from huiyin.worktime.bounds import whole_in


@require_person
@require_http_methods(["GET", "HEAD", "POST"])
@reauthenticated
def keys(request: HttpRequest) -> HttpResponse:
    """The list and the form; a POST makes a key and shows it this once."""
    require(may_manage_keys(request.user))
    shown, made, refusal = "", None, None
    if request.method == "POST":
        try:
            made, shown = make_key(
                request.POST.get("name", "")[:400], asker(request), whole_in(request.POST.get("per_hour"), 6) or 0,
                "tells_code" in request.POST,
            )  # fmt: skip
        except Refused as error:
            refusal = error
    context = {
        "living": keys_living(), "ended": keys_ended(), "shown": shown, "made": made, "refusal": refusal, "most": MOST_AN_HOUR,
        "typed": request.POST if refusal else {"per_hour": USUAL_AN_HOUR}, "base": origin_of(request) + BASE,
    }  # fmt: skip
    answer = show(request, "open311/keys.html", context, refusal.status if refusal else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_person
@require_http_methods(["GET", "HEAD", "POST"])
@reauthenticated
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a key, after asking."""
    require(may_manage_keys(request.user))
    key = key_living(pk)
    return answer_form(
        request, SureForm(posted(request)), lambda said: end_key(key, asker(request)),
        title=_("End the key of %(name)s?") % {"name": key.name},
        lead=_("The program is cut off at once. What it sent stays and is answered; a new key does not see it."),
        submit=_("End it"), danger=True, back=reverse("manage-open311"),
    )  # fmt: skip
