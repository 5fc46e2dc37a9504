"""Writing an article, looking at it, publishing it now or later, correcting it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from huiyin.core.errors import Invalid, NotAllowed, Refused, WrongState
from huiyin.feed import actions
from huiyin.feed.actions import articles as limits
from huiyin.feed.actions.correcting import NOTE_LIMIT
from huiyin.feed.models import Account, Article, Moment
from huiyin.feed.queries import accounts
from huiyin.feed.views.common import back_to, done_words, keep_files, new_key, number, status_of
from huiyin.media.actions import keep_upload
from huiyin.media.serving import served_anew
from huiyin.people.auth import PersonRequest, require_person
from huiyin.worktime.bounds import moment_in, whole_in

AUDIENCES = [(value, words) for value, words in Moment.Audience.choices if value in limits.AUDIENCES]


@require_http_methods(["GET", "POST"])
@require_person
def new(request: PersonRequest) -> HttpResponse:
    """The form of an article. ?account= says for which account."""
    mine = accounts.written_for(request.user)
    if not mine:
        raise NotAllowed
    chosen = whole_in(request.POST.get("account")) if request.method == "POST" else number(request, "account")
    account = next((one for one in mine if one.pk == chosen), mine[0])
    typed: dict[str, Any] = {"audience": Moment.Audience.PUBLIC, "key": new_key()}
    if request.method == "GET":
        return _form(request, account, typed, mine=mine)
    try:
        typed = _typed(request)
        done = actions.write_article(account, _draft(request, typed))
    except Refused as refusal:
        return _form(request, account, _as_typed(request, typed), refusal, mine=mine)
    return redirect("article", done.article.pk)


@require_GET
@require_person
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """A draft as it will look, and how it goes out; a published one is at its moment."""
    article = accounts.article_to_write(request.user, pk)
    if article.moment_id is not None:
        return redirect("moment", article.moment_id)
    return _preview(request, article)


def _preview(request: PersonRequest, article: Article, refusal: Refused | None = None) -> HttpResponse:
    now = timezone.localtime()
    shown = {
        "article": article, "shown": accounts.article_page(article), "refusal": refusal, "done": done_words(request),
        "publish_at": request.POST.get("publish_at", ""), "now": now.strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    return render(request, "feed/article.html", shown, status=status_of(refusal))


@require_http_methods(["GET", "POST"])
@require_person
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Goes on writing a draft."""
    article = accounts.article_to_write(request.user, pk)
    if article.moment_id is not None:
        return redirect("article-correct", pk)
    if request.method == "GET":
        return _form(request, article.account, _of(article), article=article)
    typed: dict[str, Any] = {}
    try:
        typed = _typed(request, article)
        actions.change_article(article, _draft(request, typed), whole_in(request.POST.get("edition")))
    except Refused as refusal:
        return _form(request, article.account, _as_typed(request, typed), refusal, article=article)
    return back_to(request, "article", pk, done="saved")


@require_http_methods(["GET", "POST"])
@require_person
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """Corrects a published article, with a note."""
    article = accounts.article_to_write(request.user, pk)
    if article.moment_id is None:
        return redirect("article-edit", pk)
    if request.method == "GET":
        return _form(request, article.account, _of(article), article=article)
    typed: dict[str, Any] = {}
    try:
        typed = _typed(request, article)
        actions.correct_article(article, _draft(request, typed), request.POST.get("note", ""), whole_in(request.POST.get("edition")))
    except Refused as refusal:
        return _form(request, article.account, _as_typed(request, typed), refusal, article=article)
    return redirect(f"{reverse('moment', args=[article.moment_id])}?done=corrected#corrections")


@require_POST
@require_person
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Publishes a draft (`do`: now), at a moment (later), or keeps it from going out (not)."""
    article = accounts.article_to_write(request.user, pk)
    do = request.POST.get("do")
    try:
        if do == "later":
            at = moment_in(request.POST.get("publish_at"))
            if at is None:
                raise Invalid(_("Choose the day and the hour."), field="publish_at")
            actions.schedule_article(article, request.user, timezone.make_aware(at) if at.tzinfo is None else at)
            return back_to(request, "article", pk, done="scheduled")
        if do == "not":
            actions.unschedule_article(article, request.user)
            return back_to(request, "article", pk, done="unscheduled")
        published = actions.publish_article(article, request.user)
    except WrongState:
        if article.moment_id is None:
            raise
        return redirect("moment", article.moment_id)  # sent twice: it is out
    except Refused as refusal:
        return _preview(request, article, refusal)
    return redirect(f"{reverse('moment', args=[published.moment_id])}?done=published")


@require_POST
@require_person
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Gives up a draft; the page asked before."""
    article = accounts.article_to_write(request.user, pk)
    actions.discard_article(article, request.user)
    return back_to(request, "account", article.account_id, done="deleted")


@require_safe
@require_person
def file(request: PersonRequest, pk: int, key: str, variant: str) -> HttpResponse:
    """A picture of an article, for who writes for its account."""
    article = accounts.article_to_write(request.user, pk)
    return served_anew(request, accounts.file_of_article(article, key), variant)


def _typed(request: PersonRequest, article: Article | None = None) -> dict[str, Any]:
    """What the form says, its pictures kept. The first picture is a new one, the one chosen among those kept, or none."""
    sent = request.POST
    typed: dict[str, Any] = {
        "title": sent.get("title", ""), "summary": sent.get("summary", ""), "body": sent.get("body", ""), "key": sent.get("key", "")[:40],
        "audience": sent.get("audience", article.audience if article else ""), "cover": sent.get("cover", "")[:40],
    }  # fmt: skip
    typed["uploads"] = keep_files(request, limits.PICTURES_LIMIT)
    cover = request.FILES.get("cover_file")
    if cover is not None:
        typed["cover"] = keep_upload(request.user, cover, cover.name or "", cover.content_type or "").key
    return typed


def _draft(request: PersonRequest, typed: dict[str, Any]) -> actions.ArticleDraft:
    return actions.ArticleDraft(request.user, **typed)


def _of(article: Article) -> dict[str, Any]:
    return {
        "title": article.title, "summary": article.summary, "body": article.body, "audience": article.audience,
        "cover": article.cover.key if article.cover else "", "edition": article.edition,
    }  # fmt: skip


def _as_typed(request: PersonRequest, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed stays in the form, with the pictures that were kept before it was refused."""
    sent = {name: request.POST.get(name, "") for name in ("title", "summary", "body", "audience", "cover", "key", "note", "edition")}
    return sent | typed | {"edition": sent["edition"]}


def _form(request: PersonRequest, account: Account, typed: dict[str, Any], refusal: Refused | None = None, *,
          article: Article | None = None, mine: list[Account] | None = None) -> HttpResponse:  # fmt: skip
    shown = {
        "account": account, "accounts": mine or [], "article": article, "typed": typed, "refusal": refusal, "audiences": AUDIENCES,
        "files": accounts.files_of_article(article) if article else [],
        "title_limit": limits.TITLE_LIMIT, "summary_limit": limits.SUMMARY_LIMIT, "body_limit": limits.BODY_LIMIT,
        "note_limit": NOTE_LIMIT, "files_limit": limits.PICTURES_LIMIT,
    }  # fmt: skip
    return render(request, "feed/article_form.html", shown, status=status_of(refusal))
