"""Where everything is. `/live` and JSON posting are answered before Django (huiyin/live/fast_path.py)."""

from django.urls import include, path

urlpatterns = [
    # First: a program asks often, and each address before it is one more to compare with (two hundred: a fifth of an order's time).
    path("", include("huiyin.api.urls")),
    path("", include("huiyin.web.urls")),
    path("", include("huiyin.people.urls")),
    path("", include("huiyin.groups.urls")),
    path("", include("huiyin.search.urls")),
    path("", include("huiyin.today.urls")),
    path("", include("huiyin.tasks.urls")),
    path("", include("huiyin.handover.urls")),
    path("", include("huiyin.protocols.syndication.urls")),
    path("", include("huiyin.feed.urls")),
    path("", include("huiyin.cases.urls")),
    path("", include("huiyin.circles.urls")),
    path("", include("huiyin.digest.urls")),
    path("", include("huiyin.revisits.urls")),
    path("", include("huiyin.households.urls")),
    path("", include("huiyin.answers.urls")),
    path("", include("huiyin.figures.urls")),
    path("", include("huiyin.market.urls")),
    path("", include("huiyin.outlook.urls")),
    path("", include("huiyin.reception.urls")),
    path("", include("huiyin.hooks.urls")),
    path("", include("huiyin.notices.urls")),
    path("", include("huiyin.channels.urls")),
    path("", include("huiyin.intake.urls")),
    path("", include("huiyin.protocols.ical.urls")),
    path("", include("huiyin.open311.urls")),
    path("", include("huiyin.privacy.urls")),
    path("", include("huiyin.demo.urls")),
]

handler400 = "huiyin.web.refusals.bad_request"
handler403 = "huiyin.web.refusals.forbidden"
handler404 = "huiyin.web.refusals.not_found"
handler500 = "huiyin.web.refusals.broken"
