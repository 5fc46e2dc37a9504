"""The services of this installation: its topics, and one for all that is none of them; what else may be said when a request is sent in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.cases.queries.topics import topics

#: What is said of the conduct of offices goes the house's own way: where it is an accusation it is sealed, and no program carries it.
NOT_OFFERED = frozenset({"conduct"})
OTHER = "other"
CONSENT, SINCE = "consent", "since"
YES, NO = "yes", "no"


def offered() -> dict[str, str]:
    """Gives the services by their codes, with their names in the active language."""
    found = {key: name for key, name in topics() if key not in NOT_OFFERED}
    return found | {OTHER: pgettext("a topic", "Something else")}


def code_of(topic: str) -> str:
    """Gives the service a topic stands under. What somebody typed as a topic is nobody's to read outside."""
    return topic if topic in offered() else OTHER


def topic_of(code: str) -> str:
    """Gives the topic of a service that is offered."""
    return "" if code == OTHER else code


def service_list() -> list[dict[str, Any]]:
    """Gives the services as GET services shows them."""
    group = pgettext("group of services", "Requests")
    return [
        {"service_code": code, "service_name": name, "description": name, "metadata": True, "type": "realtime", "keywords": "",
         "group": group} for code, name in offered().items()
    ]  # fmt: skip


def definition(code: str) -> dict[str, Any]:
    """Gives what else may be said with a request for a service, as GET services/CODE shows it."""
    return {"service_code": code, "attributes": [_before(), _since(), _consent()]}


def _attribute(order: int, code: str, datatype: str, words: str, about: str = "", values: list[dict[str, str]] | None = None,
               *, asks: bool = True) -> dict[str, Any]:  # fmt: skip
    return {
        "variable": asks, "code": code, "datatype": datatype, "required": False, "datatype_description": about, "order": order,
        "description": words, "values": values or [],
    }  # fmt: skip


def _before() -> dict[str, Any]:
    words = _("Accusations against offices or their people are not taken here. Bring them to the office that receives requests.")
    return _attribute(1, "notice", "text", words, asks=False)


def _since() -> dict[str, Any]:
    return _attribute(2, SINCE, "datetime", _("Since when is it so?"), _("A date and time with its zone, like 2026-11-29T08:00:00+08:00."))


def _consent() -> dict[str, Any]:
    words = _(
        "May everybody read it, without names and numbers? Ask the person themselves: it is public once they have seen with number and "
        "code how it will look, and agreed."
    )
    return _attribute(3, CONSENT, "singlevaluelist", words, values=[
        {"key": YES, "name": pgettext("may everybody read it", "Yes")}, {"key": NO, "name": pgettext("may everybody read it", "No")},
    ])  # fmt: skip
