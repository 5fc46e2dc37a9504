"""./dev eval deadlines [--data DIR]: how much of others' truth tables is read right. Lists what is not; the last line is JSON.

Two general sets, and sentences as officials write them. The general ones disagree on when 上午 begins or
whether an undated day lies ahead; each is read by its own conventions, written below.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from huiyin.language.deadlines import Conventions, Span, read_deadlines, read_spans  # noqa: E402
from huiyin.worktime.calendar import add_workdays, is_workday  # noqa: E402
from huiyin.worktime.hours import Hours  # noqa: E402
from tests.official_deadlines import read_official  # noqa: E402

JIONLP = Conventions(
    {
        "dawn": (0, 5), "morning": (6, 10), "forenoon": (7, 12), "noon": (11, 14), "afternoon": (13, 19), "after noon": (13, 15),
        "dusk": (17, 19), "evening": (18, 24), "night": (20, 24), "midnight": (0, 1), "day": (6, 19),
    },
    ahead=False, bare_lunar=True, bare_years=True,
)  # fmt: skip
RECOGNIZERS = Conventions(
    {
        "dawn": (0, 8), "morning": (8, 12), "forenoon": (8, 12), "noon": (11, 13), "afternoon": (12, 16), "after noon": (12, 16),
        "dusk": (16, 20), "evening": (16, 20), "night": (20, 24), "midnight": (0, 1), "day": (8, 18),
    },
    ahead=True, bare_lunar=False, bare_years=True, office=False,
)  # fmt: skip
_MINUTE = timedelta(minutes=1)
Pair = tuple[datetime | None, datetime | None]


def workdays(data: Path) -> tuple[int, int, list[str]]:
    """Gives right, all, and the failures: every day of the table against the calendar."""
    wrong, count = [], 0
    with (data / "holidays/workday_truth_2007_2026.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            count += 1
            truth = row["workday_holiday_cn"] == "1"
            if is_workday(date.fromisoformat(row["date"])).is_workday != truth:
                wrong.append(f"workdays: {row['date']} is {'worked' if truth else 'free'}")
    return count - len(wrong), count, wrong


# --- JioNLP


def _base(given: Any) -> datetime:
    if isinstance(given, dict):
        given = [given[k] for k in ("year", "month", "day", "hour", "minute", "second") if k in given]
    if isinstance(given, list):
        return datetime(*[*given, *[1, 1, 1, 0, 0, 0][len(given) :]])
    return datetime.utcfromtimestamp(given) + timedelta(hours=8)


def _said(given: str) -> datetime | None:
    return None if given.endswith("inf") else datetime.fromisoformat(given)


def jionlp(data: Path) -> tuple[int, int, list[str]]:
    """Gives right, all, and the failures: the cases that name a point or a span."""
    cases = json.loads((data / "time/jionlp_time_parser_cases.json").read_text("utf-8"))
    wrong, count = [], 0
    for case in cases:
        expected = case["expected"]
        if expected["type"] not in ("time_point", "time_span"):
            continue
        count += 1
        begin, end = (_said(one) for one in expected["time"])
        rules = JIONLP
        if case["mode"] == "ret_future":
            rules = Conventions(JIONLP.parts, True, True, True, False)
        elif case["mode"] == "lunar_date_false":
            rules = Conventions(JIONLP.parts, False, False, True, False)
        now = _base(case["time_base"])
        got = _as_jionlp(read_spans(case["text"], now, rules), now, _precision(case["time_base"]))
        if not (_near(got[0], begin) and _near(got[1], end)):
            wrong.append(f"jionlp: {case['text']} ({now}): {_words(got)}, not {_words((begin, end))}")
    return count - len(wrong), count, wrong


def _precision(given: Any) -> timedelta:
    """How long what they call now lasts: a base of year, month and day is that whole day."""
    if isinstance(given, (int, float)):
        return timedelta(seconds=1)
    return [timedelta(365), timedelta(30), timedelta(1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)][len(given) - 1]


def _as_jionlp(spans: list[Span], now: datetime, precision: timedelta) -> Pair:
    """Our span in their writing: their end is the last second, 前 includes what it names, a point some time ahead is its day or month."""
    if not spans:
        return datetime.min, datetime.min
    span = spans[0]
    if span.kind == "duration":
        return _duration(span, now, precision)
    begin, end = span.begin, span.end
    if span.kind == "range":
        return begin, _last(end)
    if span.bound == "before":
        return now, _last(end)
    if span.bound == "after":
        return begin, None
    if span.bound in ("from", "since"):
        return begin, now
    return begin, _last(end)


def _duration(span: Span, now: datetime, precision: timedelta) -> Pair:
    if not span.bound:
        return datetime.min, datetime.min
    if span.work:
        count = int(next(iter(next(t for t in span.tokens if t.kind == "duration").value[0].values())))
        day = datetime.combine(add_workdays(now.date(), count), datetime.min.time())
        return (now, _last(day + timedelta(1))) if span.bound == "within" else (day, None)
    at = span.end if span.bound in ("after", "within") else span.begin
    assert at is not None
    long = next((t.value[1] for t in reversed(span.tokens) if t.kind == "bound"), False)
    over = next((t.value for t in span.tokens if t.kind == "lead"), "")
    first, following = _grain(at, span.grain)
    if span.bound in ("before", "after") and span.grain in ("hour", "quarter-hour") and not (long or over):
        lasts = timedelta(hours=min(1, _seconds(span) / 3600))  # an hour or less from then on counts as then
        return (at - lasts, _last(at)) if span.bound == "before" else (at, _last(at + lasts))
    midnight = at.replace(hour=0, minute=0, second=0)
    if over == "ahead":
        return now, _last(midnight) if span.grain in ("month", "year") else at
    if over == "past":
        return (midnight if span.grain in ("month", "year") else at), now
    if span.bound == "within":
        return now, _last(following)
    if span.bound == "after":
        return (first, None) if long or over else (first, _last(following))
    if span.bound == "since":
        end = (
            _last((first.replace(year=now.year, month=now.month) + timedelta(32)).replace(day=1))
            if precision.days == 30
            else now + precision
        )
        return first, end
    return (None, _last(following)) if long else (first, _last(following))


def _grain(at: datetime, grain: str) -> tuple[datetime, datetime]:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain == "year":
        return day.replace(month=1, day=1), day.replace(year=at.year + 1, month=1, day=1)
    if grain in ("month", "quarter"):
        begin = day.replace(day=1)
        return begin, (begin + timedelta(32)).replace(day=1)
    if grain in ("day", "week"):
        return day, day + timedelta(1)
    return at, at


def _last(end: datetime | None) -> datetime | None:
    return end and end - timedelta(seconds=1)


def _near(ours: datetime | None, theirs: datetime | None) -> bool:
    """Within a minute: one writes 11:30:00 and the other 11:30:59 for the end of a range at half past eleven."""
    return ours is theirs if ours is None or theirs is None else abs(ours - theirs) <= _MINUTE


def _words(pair: Pair) -> str:
    return " – ".join("open" if one is None else "nothing" if one == datetime.min else f"{one:%Y-%m-%d %H:%M}" for one in pair)


# --- Recognizers


def _unsupported(case: dict[str, Any]) -> bool:
    return "python" in (case.get("NotSupported", "") + case.get("NotSupportedByDesign", "")).lower()


def recognizers(data: Path) -> tuple[int, int, list[str]]:
    """Gives right, all, and the failures: every case of every file, each right if all its results are read with one of their values.

    The extractors' cases name words without values; there it is the words that must be found, and marked to their ends.
    """
    wrong, count = [], 0
    for path in sorted((data / "time/recognizers-text/DateTime").glob("*.json")):
        for case in json.loads(path.read_text("utf-8-sig")):
            if _unsupported(case):
                continue
            count += 1
            now = datetime.fromisoformat((case.get("Context") or {}).get("ReferenceDateTime", "2017-03-22T00:00:00")[:19])
            missing = [why for result in case["Results"] if (why := _missing(result, case["Input"], now))]
            if not case["Results"] and read_spans(case["Input"], now, RECOGNIZERS):
                missing = ["something where they read nothing"]
            if missing:
                wrong.append(f"recognizers {path.stem}: {case['Input']} ({now:%Y-%m-%d}): {'; '.join(missing)}")
    return count - len(wrong), count, wrong


def _values(result: dict[str, Any]) -> list[dict[str, str]]:
    """What a result may be: the model lists its values, the parsers have one ahead and one past."""
    if "Resolution" in result:
        return list(result["Resolution"]["values"])
    given = result.get("Value") or {}
    found = []
    for side in ("FutureResolution", "PastResolution"):
        said = given.get(side) or {}
        start, end = (next((v for k, v in said.items() if k.startswith(one)), None) for one in ("start", "end"))
        found.append({"start": start, "end": end} if start and end else {"value": next(iter(said.values()), "not resolved")})
    return found


def _missing(result: dict[str, Any], text: str, now: datetime) -> str:
    """Why a result is not read: empty where it is."""
    start = result["Start"]
    stop = result["End"] + 1 if "End" in result else start + result["Length"]
    kind = result.get("TypeName", result.get("Type", "")).removeprefix("datetimeV2.")
    spans = [s for s in read_spans(text, now, RECOGNIZERS) if s.start < stop and s.stop > start]
    if not spans:
        return f"{result['Text']}: nothing"
    if "Resolution" not in result and "Value" not in result:
        whole = any(s.start <= start + 1 and s.stop >= stop for s in spans)
        return "" if whole else f"{result['Text']}: only {text[spans[0].start : spans[0].stop]}"
    values = _values(result)
    if kind == "duration":
        return "" if any(_seconds(s) == float(values[0]["value"]) for s in spans) else f"{result['Text']}: not so long"
    if kind == "set":
        return "" if any(s.kind == kind for s in spans) else f"{result['Text']}: no {kind}"
    span = spans[0]
    for value in values:
        if value.get("value") == "not resolved" or _same(span, value, kind, now):
            return ""
    return f"{result['Text']}: {_words((span.begin, span.end))}, not {values[-1]}"


_SECONDS = {
    "year": 31536000,
    "quarter": 7776000,
    "month": 2592000,
    "week": 604800,
    "day": 86400,
    "hour": 3600,
    "quarter-hour": 900,
    "minute": 60,
    "second": 1,
}


def _seconds(span: Span) -> float:
    """How long they say that is: a year has 365 days, a month 30."""
    amounts = [a for t in span.tokens if t.kind == "duration" for a in t.value[0].items()]
    return sum(_SECONDS[unit] * number for unit, number in amounts if unit in _SECONDS)


def _same(span: Span, value: dict[str, str], kind: str, now: datetime) -> bool:
    if span.begin is None or span.end is None:
        return False
    begin, end = span.begin, span.end
    if "value" in value:
        point = end if span.kind == "duration" and span.bound in ("after", "within") else begin
        if ":" not in value["value"] and "-" not in value["value"]:
            return False
        said = _moment(value["value"], now)
        return point.date() == said.date() if kind == "date" else (point.time() == said.time() if kind == "time" else point == said)
    if "start" not in value or "end" not in value:
        return False
    first, last = _moment(value["start"], now), _moment(value["end"], now)
    if kind == "timerange":
        return (begin.time(), end.time()) in ((first.time(), last.time()), (first.time(), (last + _MINUTE).time()))
    if kind == "daterange":
        # They leave out the last day of a range they are told (从十日到十二日), not that of one they work out.
        return begin.date() == first.date() and (
            end.date() in (last.date(), (last + timedelta(1)).date())
            or (span.kind == "range" and span.grain == "year" and end.year - 1 == last.year)
        )
    return begin == first and end in (last, last + _MINUTE)


def _moment(text: str, now: datetime) -> datetime:
    if "-" not in text:
        return datetime.combine(now.date(), datetime.strptime(text, "%H:%M:%S").time())
    return datetime.fromisoformat(text)


# --- officials


def official(data: Path, only: str = "") -> tuple[int, int, list[str]]:
    """Gives right, all, and the failures: how officials write deadlines (of one kind, if it is said)."""
    wrong, count = [], 0
    with (data / "time/official_deadlines.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if only in ("", row["kind"]):
                count += 1
                if why := read_official(row):
                    wrong.append(f"official {row['id']}: {row['text']} ({row['now']}, {row['kind']}): {why}")
    return count - len(wrong), count, wrong


def official_none(data: Path) -> tuple[int, int, list[str]]:
    """Gives right, all, and the failures: of those sentences the ones that name no deadline."""
    return official(data, "none")


def speed(data: Path) -> float:
    """Gives milliseconds a sentence, over the sentences of all sets."""
    cases = json.loads((data / "time/recognizers-text/DateTime/DateTimeModel.json").read_text("utf-8-sig"))
    texts = [case["Input"] for case in cases] + [
        c["text"] for c in json.loads((data / "time/jionlp_time_parser_cases.json").read_text("utf-8"))
    ]
    if (table := data / "time/official_deadlines.csv").exists():
        texts += [row["text"] for row in csv.DictReader(table.open(encoding="utf-8", newline=""))]
    hours, best = Hours(), 9.0
    now = datetime(2026, 11, 23, 10, tzinfo=hours.tz)
    for _ in range(5):
        begun = time.process_time()  # what the reading takes, whatever else the machine does
        for text in texts:
            read_deadlines(text, now, hours)
        best = min(best, (time.process_time() - begun) / len(texts) * 1000)
    return round(best, 4)


def _figures(data: Path) -> Iterator[tuple[str, float | int]]:
    measures = [("workdays", workdays), ("jionlp", jionlp), ("recognizers", recognizers)]
    if (data / "time/official_deadlines.csv").exists():
        measures += [("official", official), ("official_none", official_none)]
    for name, measure in measures:
        right, count, wrong = measure(data)
        for line in wrong if name != "official_none" else ():  # those stand among the official ones
            print(line)
        yield from ((name, round(right / count, 4)), (f"{name}_right", right), (f"{name}_count", count))
    yield "ms_a_sentence", speed(data)


def main() -> int:
    """Prints every failure and, last, the figures."""
    parser = argparse.ArgumentParser(prog="./dev eval deadlines", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the truth tables (default ../shared/data)")
    data = parser.parse_args().data
    if not (data / "time").is_dir():
        print(f"There are no truth tables at {data}.", file=sys.stderr)
        return 2
    print(json.dumps(dict(_figures(data))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
