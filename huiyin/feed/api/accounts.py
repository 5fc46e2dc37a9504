"""Official accounts: all of them, one, following, publishing an article in a unit's name."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from huiyin.core.api import LARGEST, REFUSALS, each, needs
from huiyin.core.paging import After, a_page, place_after
from huiyin.feed import actions
from huiyin.feed.api.shapes import AccountOut, ArticleIn, ArticleOut
from huiyin.feed.models import Article
from huiyin.feed.queries.accounts import AccountLine, account_open, account_seen, lines_of, open_accounts
from huiyin.people.api.people import person_out

router = Router(tags=["moments"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


def account_out(line: AccountLine) -> dict[str, Any]:
    """Gives an account as programs see it."""
    one = line.account
    return {
        "id": one.pk, "name": one.name, "about": one.about, "unit": one.unit_id, "unit_name": one.unit.name, "opened_at": one.opened_at,
        "closed_at": one.closed_at, "followed": line.follows, "writes": line.writes,
    }  # fmt: skip


def article_out(article: Article) -> dict[str, Any]:
    """Gives an article as programs see it."""
    return {
        "id": article.pk, "account": article.account_id, "by": person_out(article.by), "title": article.title, "summary": article.summary,
        "body": article.body, "cover": article.cover.key if article.cover else None, "audience": article.audience,
        "moment": article.moment_id, "publish_at": article.publish_at,
    }  # fmt: skip


@router.get("/accounts", response={200: list[AccountOut], **REFUSALS}, summary="Official accounts, oldest first", **needs("moments:read"))
def accounts(request: HttpRequest, response: HttpResponse, limit: Annotated[int, Query(ge=1, le=200)] = 50, after: After = "") -> Any:
    begins = place_after(after, 2)[0] if after else 0
    found = a_page(request, response, open_accounts(begins, limit + 1), limit, lambda one: (one.pk, 0))
    return each(lines_of(found, request.user), account_out)  # type: ignore[arg-type]


@router.get("/accounts/{account_id}", response={200: AccountOut, **REFUSALS}, summary="One account", **needs("moments:read"))
def account(request: HttpRequest, account_id: Id) -> Any:
    return account_out(lines_of([account_seen(account_id)], request.user)[0])  # type: ignore[arg-type]


@router.post("/accounts/{account_id}/follow", response={204: None, **REFUSALS}, summary="Follow it", **needs("moments:write"))
def follow(request: HttpRequest, account_id: Id) -> Any:
    actions.follow(request.user, account=account_open(account_id))  # type: ignore[arg-type]
    return 204, None


@router.delete("/accounts/{account_id}/follow", response={204: None, **REFUSALS}, summary="Follow it no longer", **needs("moments:write"))
def unfollow(request: HttpRequest, account_id: Id) -> Any:
    actions.unfollow(request.user, account=account_seen(account_id))  # type: ignore[arg-type]
    return 204, None


@router.post("/accounts/{account_id}/articles", response={200: ArticleOut, 201: ArticleOut, **REFUSALS},
             summary="Publish an article, now or later; the same key does it once", **needs("moments:write"))  # fmt: skip
def publish(request: HttpRequest, account_id: Id, body: ArticleIn) -> Any:
    said = body.model_dump()
    draft = actions.ArticleDraft(request.user, publish=body.publish_at is None, **said)  # type: ignore[arg-type]
    done = actions.write_article(account_open(account_id), draft)
    return 200 if done.again else 201, article_out(done.article)
