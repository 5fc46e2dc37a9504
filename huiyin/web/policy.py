"""What a browser may do with our pages. No script and no style stands in a page, so none that slipped into one runs."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_RULES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",  # blob: a photo before it is sent; data: a thumbnail kept with an unsent message
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",  # a <base> that slipped in would send every form elsewhere
    "form-action": "'self'",
    "frame-ancestors": "'none'",  # nobody lays a page of theirs over our buttons
}
_PICTURES = f"img-src {_RULES['img-src']}"
POLICY = "; ".join(f"{name} {value}" for name, value in _RULES.items())
PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), display-capture=(), gyroscope=(), "
    "magnetometer=(), midi=(), payment=(), serial=(), usb=(), geolocation=(self), camera=(self), microphone=(self)"
)


#: The only addresses that other sites may frame (each view says so in its own policy). Nobody is known there, whatever a browser sends.
FRAMED = "/embed/"


class PolicyMiddleware:
    """Puts the policy on every answer; an answer that brought one of its own (an uploaded file, a page that stands alone) keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = POLICY + ("; upgrade-insecure-requests" if settings.SECURE else "")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(FRAMED):
            request.COOKIES = {}
        response = self.get_response(request)
        # A page that draws a map says from where its tiles come; no other page may fetch pictures from there.
        origin = getattr(response, "image_origin", "")
        policy = self.policy.replace(_PICTURES, f"{_PICTURES} {origin}") if origin else self.policy
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not getattr(response, "xframe_options_exempt", False):  # Django's own mark, set by views/alone.py of the feed
            response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)  # for browsers that do not know frame-ancestors
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        # The worker keeps pages of one person only: it compares this with whose pages it has (static/web/js/worker.js). An answer that came
        # to pass before anybody was asked for (a database that is away) says nothing: silence deletes nothing, "nobody" deletes all.
        if hasattr(request, "device"):
            response.headers["X-Whose"] = str(request.device.person_id) if request.device else ""
        return response
