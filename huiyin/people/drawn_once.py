"""Pages of strangers: drawn once for all, drawn anew when something they show has moved, never for somebody who is signed in.

A page is kept under all it is drawn by (address, language, size of text, colours, the minute) together with the streams it shows
something of and where these stood *before* it was drawn. It is given again while they stand there still, so what another process committed
renews it with the next request, without a word between the two; and to whoever came before its drawing began. Whether it may be seen is
asked before, each time. What is one reader's alone (the proof that a form is theirs, the key of an order) is a hole in what is kept.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from huiyin.core.byte_cache import byte_cache
from huiyin.journal.models import Stream

#: What stands in a kept page where each reader's own goes. Nobody outside this process knows it.
PROOF, KEY = (f"hole-{secrets.token_hex(20)}" for _n in range(2))
_LOOKS = {"huiyin_text_size": ("normal", "large"), "huiyin_theme": ("auto", "light", "dark")}
LONGEST = 200  # characters of an address whose page is kept
_HEADERS = ("Content-Type", "Content-Security-Policy", "Cache-Control")


@dataclass(frozen=True)
class Shows:
    """What a page shows something of: streams by id, and people by id (their name may change, they may be erased). `rows`: what else it
    would be drawn anew for, as values: what is removed of an erased person piece by piece is told by no entry."""

    streams: Collection[int]
    people: Collection[int] = field(default_factory=tuple)
    rows: Collection[Any] = field(default_factory=tuple)


def is_for_all(request: HttpRequest) -> bool:
    """Whether what is drawn just now is kept for other strangers too: then holes stand in it."""
    return getattr(request, "for_all", False)


def key_of(request: HttpRequest, made: Callable[[], str]) -> str:
    """Gives the key under which a form is sent once: a hole, where the page is kept; else a new one."""
    return KEY if is_for_all(request) else made()


def drawn_once(
    request: HttpRequest, shows: Callable[[], Shows], draw: Callable[[], HttpResponse], heeds: Collection[str] = (), beside: str = ""
) -> HttpResponse:
    """Answers with a page, for a stranger from memory where nothing it shows has moved; for everybody else as `draw` draws it.

    Takes what it shows, how it is drawn, which parts of the query it heeds (with others it is drawn and not kept: nobody fills the
    byte_cache with addresses they made up), and what else it depends on. The caller has asked whether a stranger may see it.
    """
    if not _everybodys(request, heeds):
        return draw()
    key, came = _key(request, beside), time.monotonic()
    kept = byte_cache.get(key)
    if kept is None or _stood_in(kept) != _stand(shows()):
        with byte_cache.making(key):
            kept = byte_cache.get(key)
            # What was begun after somebody came is new to them, whatever has moved since: so a crowd that waits while a sale moves a page
            # a hundred times a second is given one drawing together, not one each.
            if kept is None or _begun_in(kept) < came:
                begun, stood = time.monotonic(), _stand(shows())
                if kept is None or _stood_in(kept) != stood:
                    answer = _draw(request, draw)
                    if answer is None or answer.status_code != 200 or answer.cookies:
                        return answer if answer is not None else draw()
                    headers = {one: answer.headers[one] for one in _HEADERS if one in answer.headers}
                    kept = b"\n".join((stood, repr(begun).encode(), json.dumps(headers).encode(), answer.content))
                    byte_cache.put(key, kept)
    return _given(request, kept)


def _stood_in(kept: bytes) -> bytes:
    return kept.partition(b"\n")[0]


def _begun_in(kept: bytes) -> float:
    return float(kept.split(b"\n", 2)[1])


def _draw(request: HttpRequest, draw: Callable[[], HttpResponse]) -> HttpResponse | None:
    """The page with holes; None where something of this one reader got in after all: it is theirs alone then, and drawn for them."""
    before = (request.META.get("CSRF_COOKIE_NEEDS_UPDATE"), _reads_session(request))
    request.for_all = True  # type: ignore[attr-defined]
    try:
        answer = draw()
        if hasattr(answer, "render") and callable(answer.render):
            answer.render()
    finally:
        request.for_all = False  # type: ignore[attr-defined]
    return answer if (request.META.get("CSRF_COOKIE_NEEDS_UPDATE"), _reads_session(request)) == before else None


def _reads_session(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "session", None), "accessed", False))


def _everybodys(request: HttpRequest, heeds: Collection[str]) -> bool:
    stranger = getattr(request, "device", None) is None and not request.user.is_authenticated
    return stranger and request.method in ("GET", "HEAD") and not set(request.GET) - set(heeds) and len(request.get_full_path()) < LONGEST


def _key(request: HttpRequest, beside: str) -> str:
    looks = [value if (value := request.COOKIES.get(cookie, "")) in known else "" for cookie, known in _LOOKS.items()]
    whole = (request.get_full_path(), beside, request.get_host(), request.is_secure(), get_language(), looks, int(time.time() // 60))
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()


def _stand(shows: Shows) -> bytes:
    """Where everything stands that a page shows something of, the organisation (units' names) among it."""
    keys = ["organisation", *(f"person:{pk}" for pk in shows.people)]
    found = Stream.objects.filter(Q(pk__in=set(shows.streams)) | Q(key__in=keys)).order_by("pk").values_list("pk", "seq")
    return repr((sorted(set(shows.streams)), sorted(set(shows.people)), list(shows.rows), list(found))).encode()


def _given(request: HttpRequest, kept: bytes) -> HttpResponse:
    _stood, _begun, headers, body = kept.split(b"\n", 3)
    proof, key = PROOF.encode(), KEY.encode()
    if key in body:  # a form that is sent once: no copy of it is good for a second time
        body, tag = body.replace(key, secrets.token_urlsafe(20).encode()), ""
    else:
        own = request.META.get("CSRF_COOKIE", "") if proof in body else ""
        tag = f'"{hashlib.sha256(body + own.encode()).hexdigest()[:32]}"'
        if tag in request.headers.get("If-None-Match", "") and (own or proof not in body):
            return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": _control(json.loads(headers), proof in body)})
    mine = proof in body
    if mine:
        body = body.replace(proof, get_token(request).encode())
    answer = HttpResponse(body, headers=json.loads(headers))
    if tag:
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = _control(json.loads(headers), mine)
    return answer


def _control(headers: dict[str, str], mine: bool) -> str:
    """A browser asks each time; where a page bears a reader's own proof no other cache keeps it."""
    return headers.get("Cache-Control") or ("private, no-cache" if mine else "no-cache")
