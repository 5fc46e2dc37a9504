"""Official accounts and their articles, as pages and programs show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from huiyin.core.errors import NotThere, or_404
from huiyin.feed import markdown, rules
from huiyin.feed.models import Account, Article, ArticleFile, Correction, Follow
from huiyin.media.models import Upload
from huiyin.people.models import Administrator, Person, Unit

PAGE = 50
UNITS_SHOWN = 500  # where a system administrator opens one


@dataclass
class AccountLine:
    """An account for one reader: whether they follow it, whether they write for it."""

    account: Account
    follows: bool = False
    writes: bool = False


@dataclass
class Edition:
    """What an article said before one of its corrections, beside the note."""

    correction: Correction
    html: SafeString


@dataclass
class ArticlePage:
    """An article as its page shows it. `pictures`: its own, in the order of their numbers."""

    article: Article
    html: SafeString
    pictures: list[Upload] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)


def lines_of(accounts: Sequence[Account], person: Person | None) -> list[AccountLine]:
    """Gives accounts with what this reader does with them."""
    if person is None:
        return [AccountLine(one) for one in accounts]
    follows = set(Follow.objects.filter(by=person, person=None, account__in=accounts).values_list("account", flat=True))
    units = rules.own_units(person)
    return [AccountLine(one, one.pk in follows, one.closed_at is None and one.unit_id in units) for one in accounts]


def written_for(person: Person) -> list[Account]:
    """Gives the open accounts a person writes for."""
    return list(Account.objects.filter(unit__in=rules.own_units(person), closed_at=None).select_related("unit").order_by("pk"))


def open_accounts(after: int = 0, limit: int = PAGE) -> list[Account]:
    """Gives open accounts, the oldest first, behind one."""
    return list(Account.objects.filter(closed_at=None, pk__gt=after).select_related("unit").order_by("pk")[:limit])


def account_seen(pk: int) -> Account:
    """Gives an account, also a closed one: what it published stays. Raises NotThere."""
    return or_404(Account.objects.filter(pk=pk).select_related("unit").first())


def account_open(pk: int) -> Account:
    """Gives an open account. Raises NotThere."""
    found = account_seen(pk)
    if found.closed_at is not None:
        raise NotThere
    return found


def units_without(person: Person) -> list[Unit]:
    """Gives the units for which a person may open an account: their own, of a system administrator all, as far as they have none."""
    system = Administrator.objects.filter(person=person, role=Administrator.Role.SYSTEM).exists()
    mine = Q() if system else Q(pk__in=rules.own_units(person))
    bare = Q(account=None) | Q(account__closed_at__isnull=False)
    return list(Unit.objects.filter(mine, bare, closed_at=None).order_by("order", "pk")[:UNITS_SHOWN])


def waiting_articles(account: Account) -> list[Article]:
    """Gives an account's articles that are not published, the latest first, for who writes for it."""
    found = Article.objects.filter(account=account, moment=None).select_related("by", "scheduled_by").defer("body")
    return list(found.order_by("-pk")[:PAGE])


def article_to_write(person: Person, pk: int) -> Article:
    """Gives an article to who writes for its account today. Raises NotThere: drafts are nobody else's business."""
    found = Article.objects.filter(pk=pk).select_related("account__unit", "cover", "moment", "by", "scheduled_by").first()
    if found is None or not rules.may_write_for(person, found.account) or (found.moment is not None and found.moment.gone):
        raise NotThere
    return found


def article_page(article: Article) -> ArticlePage:
    """Gives an article as its page shows it, with its corrections, the latest first. Pictures lie under its moment once it has one."""
    pictures = [one.upload for one in article.files.filter(upload__erased_at=None).select_related("upload")]
    numbers = dict(article.files.values_list("upload", "number"))
    shown = [
        markdown.Picture(numbers[one.pk], one.key, _address(article, one.key), one.width, one.height) for one in pictures
    ]  # fmt: skip
    corrections = article.corrections.select_related("by").order_by("-pk") if article.moment_id else []
    editions = [Edition(one, markdown.to_html(one.body_before, shown)) for one in corrections]
    return ArticlePage(article, markdown.to_html(article.body, shown), pictures, editions)


def _address(article: Article, key: str) -> str:
    if article.moment_id is not None:
        return reverse("moment-file", args=[article.moment_id, key, "large"])
    return reverse("article-file", args=[article.pk, key, "large"])


def files_of_article(article: Article) -> list[ArticleFile]:
    """Gives an article's pictures as its form lists them."""
    return list(article.files.select_related("upload"))


def file_of_article(article: Article, key: str) -> Upload:
    """Gives a picture of an article by its key. Raises NotThere."""
    found = article.files.filter(upload__key=key).select_related("upload").first()
    if found is None:
        raise NotThere
    return found.upload
