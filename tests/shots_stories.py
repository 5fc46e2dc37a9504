"""Of the invented county: whom its stories of requests, receptions, the square and the market are about, and the numbers in their paths."""

from __future__ import annotations

from typing import Any


def roles() -> dict[str, Any]:
    """Gives who looks at the pages of the stories."""
    from huiyin.circles.models import Circle
    from huiyin.feed.models import Article
    from huiyin.market.models import Order, Producer
    from huiyin.people.models import Holding
    from huiyin.reception.models import Day

    listing = _open_listing()
    heads = Holding.objects.filter(post__unit=_in_hand().unit_id).select_related("person").order_by("post__order", "pk")
    return {
        "keeper": Circle.objects.select_related("keeper").order_by("pk")[0].keeper,
        "clerk": Day.objects.select_related("by").order_by("pk")[0].by,
        "head": heads[0].person,
        "writer": Article.objects.select_related("by").order_by("pk")[0].by,
        "operator": listing.answers_for,
        "producer": Producer.objects.filter(listing=listing).select_related("person").order_by("pk")[0].person,
        "buyer": Order.objects.filter(listing=listing).exclude(person=None).select_related("person").order_by("pk")[0].person,
    }


def _open_listing() -> Any:
    from huiyin.market.models import Listing

    return Listing.objects.filter(state="open").select_related("answers_for").order_by("pk")[0]


def _in_hand() -> Any:
    from huiyin.cases.models import Case

    return Case.objects.filter(state="handling", procedure="hotline").exclude(unit=None).order_by("-registered_at", "pk")[0]


class Stories:
    """The numbers in the paths of those pages: of the first there is of each."""

    def case_in_hand(self) -> int:
        """Gives a request that the head's unit has in hand."""
        return int(_in_hand().pk)

    def published(self) -> str:
        """Gives the number of a published request."""
        from huiyin.cases.models import Publication

        return str(Publication.objects.exclude(looked_at=None).exclude(agreed="").order_by("pk").values_list("case__number", flat=True)[0])

    def matter(self) -> int:
        """Gives like requests that hang together."""
        return self._first("cases.Matter")

    def day(self) -> int:
        """Gives a reception day."""
        return self._first("reception.Day")

    def visit(self) -> int:
        """Gives somebody in the line of that day."""
        return self._first("reception.Visit", day=self.day(), state="waiting")

    def tie(self) -> int:
        """Gives the resident's tie to the circle of the keeper."""
        return self._first("circles.Tie", person=self.people["resident"], ended_at=None)  # type: ignore[attr-defined]

    def circle_code(self) -> str:
        """Gives the key of a code the keeper shows."""
        from huiyin.circles.actions import make_code

        return str(make_code(self.people["keeper"], "湖边", "shots").key)  # type: ignore[attr-defined]

    def announcement(self) -> int:
        """Gives something that is announced for the market."""
        return self._first("outlook.Announcement", withdrawn_at=None)

    def moment(self) -> int:
        """Gives a moment of the keeper's that is for everybody."""
        return self._first("feed.Moment", by=self.people["keeper"], account=None, audience="public")  # type: ignore[attr-defined]

    def topic(self) -> str:
        """Gives what some moments are about."""
        return "鮰鱼"

    def account(self) -> int:
        """Gives an official account of the writer's unit."""
        return self._first("feed.Account", articles__by=self.people["writer"])  # type: ignore[attr-defined]

    def article(self) -> int:
        """Gives a draft of that account's; made at the first call."""
        from huiyin.feed.actions import ArticleDraft, write_article
        from huiyin.feed.models import Account

        draft = ArticleDraft(self.people["writer"], "渡口的傍晚", "写到一半：柳渡的橹声。", key="shots")  # type: ignore[attr-defined]
        return int(write_article(Account.objects.get(pk=self.account()), draft).article.pk)

    def share(self) -> str:
        """Gives the code of a link to that moment."""
        from huiyin.feed.actions import share
        from huiyin.feed.models import Moment

        return str(share(Moment.objects.get(pk=self.moment()), self.people["keeper"]).code)  # type: ignore[attr-defined]

    def listing(self) -> int:
        """Gives something that is being sold."""
        return int(_open_listing().pk)

    def order(self) -> int:
        """Gives what the buyer ordered of it."""
        return self._first("market.Order", listing=self.listing(), person=self.people["buyer"])  # type: ignore[attr-defined]

    def _first(self, model: str, **narrowed: Any) -> int:
        from django.apps import apps

        found = apps.get_model(model).objects.filter(**narrowed).order_by("pk").values_list("pk", flat=True).first()
        if found is None:
            raise LookupError(f"there is no {model}")
        return int(found)
