"""The pages of the square, and of what is sold on it."""

from __future__ import annotations

from tests.shots_shown import Shown

SQUARE = (
    Shown("square", "resident", lambda c: f"/square?{c.moment()}"),
    Shown("square-followed", "resident", "/square?tab=followed"),
    Shown("moment-new", "keeper", "/moments/new"),
    Shown("moment", "keeper", lambda c: f"/moments/{c.moment()}"),
    Shown("moment-repost", "resident", lambda c: f"/moments/new?repost={c.moment()}"),
    Shown("moment-reach", "keeper", lambda c: f"/moments/{c.moment()}/reach"),
    Shown("moment-share", "keeper", lambda c: f"/moments/{c.moment()}/share"),
    Shown("moment-report", "resident", lambda c: f"/moments/{c.moment()}/report"),
    Shown("moment-study", "keeper", lambda c: f"/moments/{c.moment()}/study"),
    Shown("person-moments", "resident", lambda c: f"/people/{c.people['keeper'].pk}/moments"),
    Shown("gallery", "resident", "/square/gallery"),
    Shown("photo-map", "resident", "/square/map"),
    Shown("topic", "resident", lambda c: f"/square/topics/{c.topic()}"),
    Shown("accounts", "resident", "/accounts"),
    Shown("account", "writer", lambda c: f"/accounts/{c.account()}"),
    Shown("account-new", "writer", "/accounts/new"),
    Shown("account-edit", "writer", lambda c: f"/accounts/{c.account()}/edit"),
    Shown("article-new", "writer", lambda c: f"/articles/new?account={c.account()}"),
    Shown("article", "writer", lambda c: f"/articles/{c.article()}"),
    Shown("reports", "security", "/manage/reports"),
    Shown("shared", "", lambda c: f"/m/{c.share()}"),
    Shown("shared-poster", "", lambda c: f"/m/{c.share()}/poster"),
    Shown("embed-moment", "", lambda c: f"/embed/moments/{c.moment()}"),
    Shown("embed-gallery", "", "/embed/gallery"),
)
MARKET = (
    Shown("listing", "", lambda c: f"/listings/{c.listing()}"),
    Shown("listing-answered", "operator", lambda c: f"/listings/{c.listing()}"),
    Shown("listing-orders", "operator", lambda c: f"/listings/{c.listing()}/orders"),
    Shown("listing-phone", "operator", lambda c: f"/listings/{c.listing()}/phone"),
    Shown("listing-stock", "operator", lambda c: f"/listings/{c.listing()}/stock"),
    Shown("listing-pickup", "operator", lambda c: f"/listings/{c.listing()}/pickup"),
    Shown("listing-report", "operator", lambda c: f"/listings/{c.listing()}/report"),
    Shown("listing-report-poster", "operator", lambda c: f"/listings/{c.listing()}/report/poster"),
    Shown("listing-new", "keeper", lambda c: f"/moments/{c.moment()}/listing"),
    Shown("deliveries", "producer", "/deliveries"),
    Shown("order-find", "", "/orders/find"),
    Shown("order", "buyer", lambda c: f"/orders/{c.order()}"),
)
