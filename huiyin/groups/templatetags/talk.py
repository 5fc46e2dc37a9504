"""Days between messages, and the moment quiet time ends, as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django import template
from django.utils import formats, timezone
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def day_line(moment: datetime) -> str:
    """Says a day as it stands between messages: today · yesterday · 11月23日 周一 · 2025年11月23日."""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        return _("Today")
    if local.date() == today - timedelta(days=1):
        return _("Yesterday")
    if (get_language() or "").startswith("zh"):
        weekday = "周" + "一二三四五六日"[local.weekday()]
        year = "" if local.year == today.year else f"{local.year}年"
        return f"{year}{local.month}月{local.day}日 {weekday}"
    shape = pgettext("weekday, day and month, as Django's date format", "D j F")
    return formats.date_format(local, shape if local.year == today.year else f"{shape} Y")


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
def script_words(words: Mapping[str, object]) -> SafeString:
    """Puts more words for scripts on the page, where web/js/words.js finds them."""
    plain = {name: str(said) for name, said in words.items()}
    return mark_safe(json_script(plain).replace("<script ", "<script data-words ", 1))
