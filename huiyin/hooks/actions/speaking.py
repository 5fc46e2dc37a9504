"""What a program says through an incoming hook."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.core.throttle import throttle
from huiyin.groups.actions import Draft, Posted, post_messages
from huiyin.groups.rules import leads, voice
from huiyin.hooks.models import IncomingHook
from huiyin.hooks.secret import digest_of

A_MINUTE = 60  # messages of one hook
UNKNOWN_A_MINUTE = 30  # tries of one sender with secrets that are none
KEY_LIMIT = 100  # characters


def speak(hook: IncomingHook, said: Any) -> Posted:
    """Posts what a program says. Takes its hook (`hook_of`) and the JSON it sent: {"text", "key"?, "urgent_reason"?}.

    The same key again gives the first message. Raises Invalid, TooMuch, TooOften, NotAllowed as for anybody who posts.
    """
    throttle(f"hooks:{hook.pk}", A_MINUTE)
    text, key, urgent = _read(said)
    draft = Draft(hook.group_id, hook.by_id, text, key=_key(hook, key), urgent_reason=urgent, robot={"name": hook.name, "hook": hook.pk})
    posted = post_messages([draft])[0]
    if isinstance(posted, Refused):
        raise posted
    now = timezone.now()
    if hook.used_at is None or (now - hook.used_at).total_seconds() > 60:  # a row a minute, not a message
        IncomingHook.objects.filter(pk=hook.pk).update(used_at=now)
    return posted


def hook_of(secret: str, sender: str = "") -> IncomingHook:
    """Gives the hook a secret belongs to. Takes the secret and the network address it came from.

    Raises NotThere for a secret that is none, ended or expired, or whose maker no longer leads the group or is locked out; TooOften who
    guesses.
    """
    hooks = IncomingHook.objects.select_related("group", "by").filter(digest=digest_of(secret), revoked_at=None)
    hook = hooks.filter(expires_at__gt=timezone.now()).first()
    # It speaks in its maker's stead: who no longer leads the group has no voice left to lend.
    if hook is None or not leads(voice(hook.by, hook.group)):
        throttle(f"hooks:unknown:{sender}", UNKNOWN_A_MINUTE)
        raise NotThere
    return hook


def _read(said: Any) -> tuple[str, str, str]:
    if not isinstance(said, dict):
        raise Invalid(_("Send a JSON object: {“text”: “…”}"), field="text")
    text, key, urgent = said.get("text"), said.get("key", ""), said.get("urgent_reason", "")
    if not isinstance(text, str) or not isinstance(key, str) or not isinstance(urgent, str):
        raise Invalid(_("“text”, “key” and “urgent_reason” are words."), field="text")
    if not key.isprintable():
        raise Invalid(_("A key is made of signs that can be seen."), field="key")
    if len(key) > KEY_LIMIT:
        raise Invalid(_("A key has at most %(limit)s characters.") % {"limit": KEY_LIMIT}, field="key")
    return text, key, urgent[:200]


def _key(hook: IncomingHook, key: str) -> str:
    """The program's key among the author's: two hooks of one maker do not answer for each other."""
    return "hook-" + hashlib.sha256(f"{hook.pk}|{key}".encode()).hexdigest()[:32] if key else ""
