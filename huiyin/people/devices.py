"""What is known of a browser: where it asks from, what it calls itself, and which signed-in device its session belongs to."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from huiyin.db.compiled import Compiled
from huiyin.people.models import Device, Person

SEEN_EVERY = timedelta(minutes=10)  # how finely "last seen" is kept: a page is a reading, not a write
IDLE_OFFICIAL = timedelta(days=30)
IDLE_OTHERS = timedelta(days=90)
AT_MOST = timedelta(days=180)  # however busy: then the phone is asked once more

_BROWSERS = (
    ("micromessenger", "WeChat"), ("edg", "Edge"), ("opr/", "Opera"), ("huaweibrowser", "Huawei Browser"), ("miuibrowser", "Mi Browser"),
    ("samsungbrowser", "Samsung Internet"), ("ucbrowser", "UC Browser"), ("qqbrowser", "QQ Browser"), ("firefox", "Firefox"),
    ("fxios", "Firefox"), ("crios", "Chrome"), ("chromium", "Chromium"), ("chrome", "Chrome"), ("safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("harmonyos", "HarmonyOS"), ("openharmony", "HarmonyOS"), ("android", "Android"), ("iphone", "iPhone"), ("ipad", "iPad"),
    ("windows", "Windows"), ("mac os", "Mac"), ("cros", "ChromeOS"), ("linux", "Linux"),
)  # fmt: skip


def session_hash(key: str) -> str:
    """Gives what is kept of a session's key: whoever reads the table cannot sign in with it."""
    return hashlib.sha256(key.encode()).hexdigest()


def device_label(user_agent: str) -> str:
    """Gives a browser's name as its owner knows it: "Chrome · Android". Takes the User-Agent; "" where it says nothing known."""
    said = user_agent[:500].lower()
    browser = next((name for mark, name in _BROWSERS if mark in said), "")
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    return " · ".join(part for part in (browser, system) if part)


def address_of(request: HttpRequest) -> str:
    """Gives the address a request came from, "" if it has none. The server has already resolved a trusted proxy's header."""
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "").split("%")[0]))
    except ValueError:
        return ""


def neighbourhood(address: str) -> str:
    """Gives what limits count as one place: an IPv4 address, an IPv6 /64 (one household has all of it)."""
    return places_of(address)[0] if ":" in address else address


@lru_cache(maxsize=4096)
def places_of(address: str) -> tuple[str, str, str]:
    """Gives the places an address lies in, from near to far: a household; what one customer of a provider can have (an IPv6 /48, an
    IPv4 /24); what one provider has (/32, /16). Whoever has a whole network has all the households in it.

    Each of what is no address is itself.
    """
    try:
        known = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address[:45], address[:45], address[:45]
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is not None:
        known = known.ipv4_mapped
    near, wide, far = (64, 48, 32) if known.version == 6 else (32, 24, 16)
    network, provider = (str(ipaddress.ip_network(f"{known}/{bits}", strict=False)) for bits in (wide, far))
    return str(ipaddress.ip_network(f"{known}/{near}", strict=False).network_address), network, provider


def session_of(key: str) -> Device | None:
    """Gives the device behind a session's key, with its person; None where nobody is signed in by it any more."""
    device = _signed_in.first(session_hash(key))
    return device if device is not None and still_good(device, timezone.now()) else None


_signed_in = Compiled[Device](lambda digest: Device.objects.select_related("person").filter(session_hash=digest, ended_at=None)[:1])


def still_good(device: Device, now: datetime) -> bool:
    """Whether a device may still be used: its person neither locked nor erased, not idle too long, not older than half a year."""
    return device.person.is_active and now <= good_until(device)


def good_until(device: Device) -> datetime:
    """Gives when a device is asked for a code again if nobody uses it from now on."""
    idle = IDLE_OFFICIAL if device.person.kind == Person.Kind.OFFICIAL else IDLE_OTHERS
    return min(device.seen_at + idle, device.started_at + AT_MOST)


def seconds_left(device: Device, now: datetime) -> tuple[int, int]:
    """Gives the seconds until a device is signed out for idleness, and until it is signed out however busy it is."""
    idle = IDLE_OFFICIAL if device.person.kind == Person.Kind.OFFICIAL else IDLE_OTHERS
    return int((device.seen_at + idle - now).total_seconds()), int((device.started_at + AT_MOST - now).total_seconds())


def devices_of(person: Person) -> QuerySet[Device]:
    """The devices a person is signed in on, last used first; those that idled out are left out."""
    idle = IDLE_OFFICIAL if person.kind == Person.Kind.OFFICIAL else IDLE_OTHERS
    now = timezone.now()
    used = Device.objects.filter(person=person, ended_at=None, seen_at__gte=now - idle, started_at__gte=now - AT_MOST)
    return used.order_by("-seen_at", "-pk")
