"""How many may listen in one process, and what the others are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused

MOST_LISTENERS = 50_000
FILES_KEPT_FREE = 400  # for pages, the database, the bus, photos being read


class Crowded(Refused):
    """As many listen as this process can bear; pages and posting go on."""

    status = 503
    code = "crowded"
    default_words = _("Very many people are here just now. This page goes on without news; it tries again by itself.")

    def __init__(self) -> None:
        super().__init__(wait_seconds=15)


def most_listeners() -> int:
    """Gives how many connections may listen: of the files this process may have open, what is not kept free."""
    try:
        import resource
    except ImportError:  # Windows
        return MOST_LISTENERS
    return max(64, min(MOST_LISTENERS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - FILES_KEPT_FREE))


def allow_many_files() -> None:
    """Each connection is an open file and the usual limit is a thousand: asks for as many as the system lets us have, so that accepting
    a new one does not fail."""
    try:
        import resource
    except ImportError:
        return
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
