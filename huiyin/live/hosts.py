"""Whether a request was sent to a name of ours."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused


class OtherHost(Refused):
    """It was sent to a name that is not ours."""

    status = 400
    code = "other_host"
    default_words = _("This server does not answer to that name.")


def ours(scope: dict[str, Any], allowed: tuple[str, ...]) -> bool:
    """Whether a request was sent to a name of ours: the same that Django says of it, so that neither door is wider than the other."""
    names = [value for name, value in scope["headers"] if name == b"host"]
    if len(names) == 1:
        return _is_name(names[0].decode("latin-1"), allowed)
    return not names and _is_name((scope.get("server") or ("",))[0] or "", allowed)


@lru_cache(maxsize=256)
def _is_name(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)
