"""What there is: discovery, services, what else may be said; and all addresses that are none."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.core.errors import NotThere
from huiyin.open311.errors import NoService
from huiyin.open311.services import definition, offered, service_list
from huiyin.open311.views.answering import answers, reads

#: When this document, and the services with their definitions, last changed.
CHANGED = "2026-11-29T00:00:00Z"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
BASE = "/open311/v2"


def origin_of(request: HttpRequest) -> str:
    """Gives the address programs know us by."""
    return settings.ORIGIN or request.build_absolute_uri("/").rstrip("/")


@reads
def _discovery(request: HttpRequest) -> tuple[str, Any]:
    origin = origin_of(request)
    return "discovery", {
        "changeset": CHANGED,
        "contact": _("The system administrator of %(site)s.") % {"site": origin},
        "key_service": _("The system administrator of %(site)s makes keys, on the page “Programs of others” of the administration.")
        % {"site": origin},
        "endpoints": [
            {"specification": SPECIFICATION, "url": origin + BASE, "changeset": CHANGED,
             "type": "test" if settings.DEMO else "production", "formats": ["text/xml", "application/json"]}
        ],
    }  # fmt: skip


@reads
def _services(request: HttpRequest) -> tuple[str, Any]:
    return "services", service_list()


@reads
def _service(request: HttpRequest, code: str) -> tuple[str, Any]:
    if code not in offered():
        raise NoService
    return "service_definition", definition(code)


@reads
def _elsewhere(request: HttpRequest, rest: str = "") -> tuple[str, Any]:
    raise NotThere(_("There is nothing at this address. discovery.xml and discovery.json say what there is."))


discovery = answers(get=_discovery)
services = answers(get=_services)
service = answers(get=_service)
_nowhere = answers(get=_elsewhere, post=_elsewhere)


def elsewhere(request: HttpRequest, rest: str = "") -> Any:
    """Answers every other address below ours, in the form it asks for."""
    ending = rest.rpartition(".")[2]
    return _nowhere(request, form="json" if ending == "json" else "xml", rest=rest)


elsewhere.csrf_exempt = True  # type: ignore[attr-defined]
