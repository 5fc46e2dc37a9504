"""Writing a moment, reposting, editing, changing who sees it, deleting."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.core.errors import NotAllowed, NotThere, Refused
from huiyin.feed import actions, rules
from huiyin.feed.actions.drafts import FILES_LIMIT, TEXT_LIMIT
from huiyin.feed.models import Moment
from huiyin.feed.queries.accounts import written_for
from huiyin.feed.queries.cards import cards_of, moment_for, named_in
from huiyin.feed.queries.moment_form import message_to_share, offered_groups, offered_units
from huiyin.feed.queries.naming import names_of, people_named
from huiyin.feed.views.common import back_to, keep_files, new_key, number, status_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.worktime.bounds import whole_in


@require_http_methods(["GET", "POST"])
@require_person
def new(request: PersonRequest) -> HttpResponse:
    """The form of a moment. ?repost= reposts one, ?group=&message= takes over what was said in a group."""
    if request.method == "POST":
        return _publish(request)
    typed: dict[str, Any] = {"audience": Moment.Audience.EVERYONE, "key": new_key(), "account": number(request, "account")}
    typed["via"] = request.GET.get("via", "")[:12]
    group, n = number(request, "group"), number(request, "message")
    if group is not None and n is not None:
        message = message_to_share(request.user, group, n)
        typed |= {"text": message.text, "message": message.pk, "audience": Moment.Audience.GROUP, "group": group}
    return _form(request, typed, repost=_reposted(request, number(request, "repost")))


def _reposted(request: PersonRequest, pk: int | None) -> Moment | None:
    moment = moment_for(request.user, pk) if pk is not None else None
    if moment is not None and moment.gone:
        raise NotThere
    return moment


def _form(request: PersonRequest, typed: dict[str, Any], refusal: Refused | None = None, repost: Moment | None = None) -> HttpResponse:
    me = request.user
    shown = {
        "typed": typed, "refusal": refusal, "repost": cards_of([repost], me)[0] if repost else None, "units": offered_units(me),
        "groups": offered_groups(me), "accounts": written_for(me),
        "may_public": not me.is_minor, "must_consent": not rules.speaks_in_public(me), "limit": TEXT_LIMIT, "files_limit": FILES_LIMIT,
        "audiences": Moment.Audience.choices,
    }  # fmt: skip
    return render(request, "feed/new.html", shown, status=status_of(refusal))


def _publish(request: PersonRequest) -> HttpResponse:
    sent = request.POST
    repost_of, message = whole_in(sent.get("repost_of")), whole_in(sent.get("message"))
    typed: dict[str, Any] = {
        "text": sent.get("text", ""), "audience": sent.get("audience", ""), "unit": whole_in(sent.get("unit")),
        "group": whole_in(sent.get("group")), "topic": sent.get("topic", ""),
        "link": {"url": sent.get("link", ""), "title": sent.get("link_title", ""), "source": sent.get("link_source", "")},
        "place": {"name": sent.get("place_name", ""), "lat": sent.get("lat"), "lon": sent.get("lon")},
        "account": whole_in(sent.get("account")), "consent": sent.get("consent") == "yes", "via": sent.get("via", "")[:12],
        "key": sent.get("key", "")[:40],
    }  # fmt: skip
    try:
        typed["people"] = people_named(request.user, sent.get("names", "")) if typed["audience"] == Moment.Audience.PEOPLE else []
        typed["uploads"] = keep_files(request, FILES_LIMIT)
        draft = actions.Draft(request.user, repost_of=repost_of, message=_own_message(request, message), **typed)
        published = actions.publish_once(draft)
    except Refused as refusal:
        return _form(request, typed | {"message": message, "names": sent.get("names", "")}, refusal, _reposted(request, repost_of))
    return redirect(f"{reverse('moment', args=[published.moment.pk])}?done=published")


def _own_message(request: PersonRequest, message: int | None) -> int | None:
    """A message that this person may read: it is remembered where a moment came from."""
    return message if message is not None and message_to_share(request.user, pk=message) else None


@require_http_methods(["GET", "POST"])
@require_person
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Says a moment anew, or lets others see it."""
    moment = moment_for(request.user, pk)
    if moment.gone or not rules.writes(request.user, moment):
        raise NotAllowed
    refusal = None
    if request.method == "POST":
        try:
            return _change(request, moment)
        except Refused as refused:
            refusal = refused
    shown = {
        "moment": moment, "card": cards_of([moment], request.user)[0], "refusal": refusal, "text": request.POST.get("text", moment.text),
        "audience": request.POST.get("audience", moment.audience), "units": offered_units(request.user), "limit": TEXT_LIMIT,
        "groups": offered_groups(request.user), "audiences": Moment.Audience.choices,
        "must_consent": not rules.speaks_in_public(request.user),
        "may_public": not request.user.is_minor, "names": request.POST.get("names") or names_of(named_in(moment)),
    }  # fmt: skip
    return render(request, "feed/edit.html", shown, status=status_of(refusal))


def _change(request: PersonRequest, moment: Moment) -> HttpResponse:
    sent = request.POST
    if "audience" in sent:
        actions.change_audience(
            moment, request.user, sent["audience"], unit=whole_in(sent.get("unit")), group=whole_in(sent.get("group")),
            people=people_named(request.user, sent.get("names", "")) if sent["audience"] == Moment.Audience.PEOPLE else [],
            consent=sent.get("consent") == "yes",
        )  # fmt: skip
        return back_to(request, "moment", moment.pk, done="audience")
    actions.edit_moment(moment, request.user, sent.get("text", ""))
    return back_to(request, "moment", moment.pk, done="edited")


@require_POST
@require_person
def delete(request: PersonRequest, pk: int) -> HttpResponse:
    """Deletes a moment; the page asked before."""
    actions.delete_moment(moment_for(request.user, pk), request.user)
    return back_to(request, "square", done="deleted")
