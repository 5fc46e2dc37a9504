"""Whether the bus between processes (HUIYIN_BUS) is there. What goes over it is huiyin/live/bus.py's business."""

from __future__ import annotations

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE_SECONDS = 1.0


def answers() -> bool | None:
    """Says whether the bus answers; None where none is set. Waits a second at the most."""
    if not settings.BUS:
        return None
    client = redis.Redis.from_url(
        settings.BUS, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()
