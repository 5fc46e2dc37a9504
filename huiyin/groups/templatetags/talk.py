"""Days between messages, and the moment quiet time ends, as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from django import template
from django.utils import formats, timezone
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.groups.extension_points import IN_CONVERSATION
from huiyin.groups.list_rendering import rows_html
from huiyin.groups.models import Group
from huiyin.groups.queries import GroupRow
from huiyin.groups.words import SCRIPT_WORDS

register = template.Library()


@register.filter
def when_next(moment: datetime) -> str:
    """Says a moment that comes: at 07:30 · tomorrow at 07:30 · on Monday at 07:30."""
    local, today = timezone.localtime(moment), timezone.localdate()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return _("at %(clock)s") % {"clock": clock}
    if local.date() == today + timedelta(days=1):
        return _("tomorrow at %(clock)s") % {"clock": clock}
    if (get_language() or "").startswith("zh"):
        return f"{local.month}月{local.day}日周{'一二三四五六日'[local.weekday()]} {clock}"
    return _("on %(day)s at %(clock)s") % {"day": formats.date_format(local, "l"), "clock": clock}


@register.simple_tag
def group_rows(rows: list[GroupRow], here: Group | str = "") -> SafeString:
    """Draws the lines of the messages list; `here` is the group that is open."""
    return SafeString(rows_html(rows, get_language() or "zh-hans", getattr(here, "pk", None)))


@register.simple_tag
def script_words() -> SafeString:
    """Puts the words for scripts of conversation on the page, where web/js/words.js finds them."""
    return _script_words(get_language() or "zh-hans")


@cache
def _script_words(language: str) -> SafeString:
    """The same for everybody of one language: translated and spelled as JSON once."""
    all_words = SCRIPT_WORDS | {name: said for one in IN_CONVERSATION for name, said in one.words.items()}
    plain = {name: str(said) for name, said in all_words.items()}
    return mark_safe(json_script(plain).replace("<script ", "<script data-words ", 1))
