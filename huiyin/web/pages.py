"""The first page, and what browsers ask of a site: manifest, service worker, health, the page for no network."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.core import bus
from huiyin.core.errors import NotThere
from huiyin.db.availability import ask_anything
from huiyin.people.auth import safe_next
from huiyin.people.queries.backups import last_backup
from huiyin.people.queries.first_steps import first_hour
from huiyin.web.shell import SCRIPTS

CONFIRMING = {"confirm_to", "confirm_question", "csrfmiddlewaretoken"}
#: What the worker keeps from the start, so that a page without network still looks like one. The parts of look.css come with it.
KEPT = ("web/css/look.css", "web/vendor/htmx.min.js", "web/js/start.js", "web/js/offline.js", *SCRIPTS, "web/icons/icon.svg")


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Visitors see what this is; whoever is signed in goes to the messages."""
    if request.user.is_authenticated:
        return redirect("manage" if first_hour(request.user) else "messages")
    return render(request, "web/welcome.html", {"doors": _doors(request)})


def _doors(request: HttpRequest) -> str:
    """In demo mode the people one may walk in as, drawn; empty where the county is not loaded, and nobody stands behind a door. The demo
    brings the template, this floor only leaves room for it."""
    if not settings.DEMO:
        return ""
    try:
        drawn = get_template("demo/_people.html").render({}, request)
        return drawn if drawn.strip() else ""
    except TemplateDoesNotExist:
        return ""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """For whoever watches over the server: 200 when the database answers, 503 when it does not.

    A bus that does not answer is named and leaves 200: everything works, only news between processes takes up to a second. So is a
    backup that did not happen ("late", "none"): whoever watches is to call, and no proxy is to send people elsewhere for it.
    """
    try:
        ask_anything()
        backup = last_backup().state
    except Exception:
        return JsonResponse({"database": "no answer"}, status=503)
    told = {"database": "ok", "backup": backup}
    if (there := bus.answers()) is not None:
        told["bus"] = "ok" if there else "no answer"
    return JsonResponse(told)


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put Huiyin among its apps."""

    def drawn(name: str, sizes: str, kind: str, purpose: str = "any") -> dict[str, str]:
        return {"src": static(f"web/icons/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}

    return JsonResponse(
        {
            "id": "/",
            "name": _("Huiyin"),
            "short_name": _("Huiyin"),
            "description": _("Every voice gets an answer, every matter gets settled."),
            "lang": request.LANGUAGE_CODE,
            "start_url": "/messages",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbf9f5",
            "theme_color": "#fbf9f5",
            "icons": [
                drawn("icon.svg", "any", "image/svg+xml"),
                drawn("icon-192.png", "192x192", "image/png"),
                drawn("icon-512.png", "512x512", "image/png"),
                drawn("maskable-512.png", "512x512", "image/png", "maskable"),
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@cache_control(max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for it by its old name."""
    return redirect(static("web/icons/icon-192.png"))


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with what it keeps written above it; served at the root, because it may only see pages below itself."""
    kept = [static(name) for name in KEPT]
    source = _source("web/js/worker.js")
    version = hashlib.sha256((source + json.dumps(kept) + _look_sum()).encode()).hexdigest()[:12]
    head = f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps(['/offline', *kept])};\n"
    return HttpResponse(head + source, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Shown where there is no network and the page was never loaded. The same for everybody: it is kept for whoever comes."""
    return render(request, "web/offline.html", {"me": None, "until": None, "everybodys": True})


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Asks on a page where there is no JavaScript to ask in a dialog; "yes" sends the same form to where it was meant to go.

    Nobody else's site can bring somebody here with fields of its own: the form needs its proof already on the way in.
    """
    to = safe_next(request.POST.get("confirm_to"))
    question = request.POST.get("confirm_question", "")
    fields = [(name, value) for name, values in request.POST.lists() if name not in CONFIRMING for value in values]
    back = safe_next(urlsplit(request.headers.get("Referer", "")).path)
    return render(request, "web/confirm.html", {"to": to, "question": question, "fields": fields, "back": back})


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for whoever works on the look; in development only."""
    if settings.MODE != "dev":
        raise NotThere
    from huiyin.core.icons import drawings

    return render(request, "web/look.html", {"icons": sorted(drawings()), "hues": range(24), "people": _samples()})


@dataclass(frozen=True)
class _Sample:
    name: str
    pk: int


def _samples() -> list[_Sample]:
    return [_Sample(name, 5 * n + 1) for n, name in enumerate(("孟渔生", "周建国", "方敏", "Lin", "小雨"))]


def _source(name: str) -> str:
    found = finders.find(name)
    return Path(str(found)).read_text("utf-8")


@lru_cache(maxsize=1)
def _look_sum() -> str:
    """A sum over all our styles and scripts, once a process: a new release is a new version of what browsers keep."""
    sums = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "static").rglob("*.*")):
        sums.update(path.read_bytes())
    return sums.hexdigest()
