"""How often, as a form or the composer says it, read and checked; and as a form shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid
from huiyin.tasks.actions import Repeats
from huiyin.tasks.actions.recurrence import AHEAD_LIMIT
from huiyin.tasks.recurrence.words import moved_words
from huiyin.worktime.bounds import whole_in
from huiyin.worktime.recurrence import LAST, MOVED, InvalidRhythm, Rhythm

WEEKS = (1, 2, 3, 4)
NTHS = (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)


def number_in(data: Mapping[str, Any], name: str, otherwise: int | None) -> int | None:
    """Gives a small whole number, or what it is otherwise. Raises Invalid for anything else that was typed."""
    text = str(data.get(name, "") if data.get(name) is not None else "").strip()
    if not text:
        return otherwise
    number = whole_in(text)
    if number is None:
        raise Invalid(_("A whole number is needed here."), field=name)
    return number


def choices() -> dict[str, Any]:
    """Gives what the fields of how often offer, in the reader's language."""
    return {
        "often_kinds": [
            ("", _("Once only")), ("workday", _("Every working day")), ("week", _("Every week, on …")),
            ("month_day", _("Every month, on a day")), ("month_workday", _("Every month, a working day counted")),
            ("month_after", _("Every month, a working day after a day")), ("quarter_day", _("Every quarter, on a day")),
            ("quarter_workday", _("Every quarter, a working day counted")), ("year_day", _("Every year, on a day")),
        ],
        "often_weekdays": [(n, WEEKDAYS[n]) for n in range(7)],
        "often_weeks": [(n, _("every week") if n == 1 else _("every %(n)s weeks") % {"n": n}) for n in WEEKS],
        "often_days": [*((n, str(n)) for n in range(1, 32)), (LAST, _("the last day"))],
        "often_nths": [(n, _("number %(n)s") % {"n": n}) for n in NTHS if n > 0]
        + [(n, _("the last") if n == LAST else _("number %(n)s from the end") % {"n": -n}) for n in NTHS if n < 0],
        "often_moved": [(name, moved_words(name)) for name in MOVED],
    }  # fmt: skip


def typed_rhythm(rhythm: Rhythm, at: time | None, ahead: int | None, said: str = "") -> dict[str, Any]:
    """Gives how the fields show a rhythm."""
    months = {1: "month", 3: "quarter", 12: "year"}.get(rhythm.every, "month")
    after = rhythm.day is not None and rhythm.nth is not None
    kind = rhythm.unit if rhythm.unit != "month" else f"{months}_{'after' if after else 'workday' if rhythm.nth is not None else 'day'}"
    return {
        "repeat": kind, "repeat_weekdays": [str(n) for n in rhythm.weekdays], "repeat_every": str(rhythm.every),
        "repeat_day": str(rhythm.day or 1), "repeat_month": str(rhythm.month), "repeat_nth": str(rhythm.nth or 1),
        "repeat_moved": rhythm.moved, "repeat_at": f"{at:%H:%M}" if at is not None else "",
        "repeat_ahead": "" if ahead is None else str(ahead), "repeat_said": said,
        "repeat_also": "、".join(str(n) for n in rhythm.also), "repeat_anchor": rhythm.anchor.isoformat() if rhythm.anchor else "",
    }  # fmt: skip


def repeats_in_form(data: QueryDict) -> Repeats | None:
    """Gives how often a form says, None for once only. Raises Invalid with the field for what cannot be."""
    kind = data.get("repeat", "")
    if not kind:
        return None
    kept: dict[str, Any] = {"unit": kind.partition("_")[0], "moved": data.get("repeat_moved") or "before"}
    if kind == "week":
        anchor = data.get("repeat_anchor", "")[:10] or timezone.localdate().isoformat()
        kept |= {"weekdays": [_whole(n) for n in data.getlist("repeat_weekdays")[:7]], "every": _whole(data.get("repeat_every") or "1"),
                 "anchor": anchor}  # fmt: skip
        if not kept["weekdays"]:
            raise Invalid(_("Choose on which days of the week."), field="repeat_weekdays")
    elif kind != "workday":
        kept |= {"unit": "month", "every": {"month": 1, "quarter": 3, "year": 12}.get(kind.partition("_")[0], 0)}
        kept |= {"day": _whole(data.get("repeat_day") or "1")} if not kind.endswith("_workday") else {}
        kept |= {"also": _more_days(data.get("repeat_also", ""))} if kind.endswith("_day") else {}
        kept |= {"nth": _whole(data.get("repeat_nth") or "1")} if not kind.endswith("_day") else {}
        kept |= {"month": _whole(data.get("repeat_month") or "1")} if kind in ("quarter_day", "year_day") else {}
    return _repeats(kept, data.get("repeat_at", ""), number_in(data, "repeat_ahead", None), data.get("repeat_said", ""))


def _more_days(text: str) -> list[int]:
    """15、25 · 15, 25: the days a field names, -1 for the last."""
    return [_whole(part) for part in re.split(r"[\s,，、;；]+", text.strip()[:60]) if part]


def repeats_in_json(told: Any) -> Repeats | None:
    """Gives how often the composer says: {"rhythm", "at", "ahead", "said"}. None for nothing. Raises Invalid."""
    if not told:
        return None
    if not isinstance(told, Mapping) or not isinstance(told.get("rhythm"), Mapping):
        raise Invalid(field="repeats")
    return _repeats(told["rhythm"], str(told.get("at") or ""), number_in(told, "ahead", None), str(told.get("said") or ""))


def _repeats(kept: Mapping[str, Any], at: str, ahead: int | None, said: str) -> Repeats:
    if ahead is not None and ahead > AHEAD_LIMIT:
        raise Invalid(_("At most %(limit)s working days ahead.") % {"limit": AHEAD_LIMIT}, field="repeat_ahead")
    try:
        moment = parse_time(at.strip()[:8]) if at.strip() else None
        if at.strip() and (moment is None or moment.tzinfo is not None):
            raise ValueError
    except ValueError as error:
        raise Invalid(_("This time of day cannot be read."), field="repeat_at") from error
    try:
        return Repeats(Rhythm.from_dict(kept), moment, ahead, said[:60])
    except InvalidRhythm as error:
        raise Invalid(_("This cannot be how often: look at the day and the count."), field=f"repeat_{error.field}") from error


def _whole(text: str) -> int:
    text = text.strip()
    number = whole_in(text.removeprefix("-"), 3)
    if number is None:
        raise Invalid(_("A whole number is needed here."), field="repeat")
    return -number if text.startswith("-") else number
