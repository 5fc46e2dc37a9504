"""./dev eval topics [--data DIR] [--picture FILE]: the five hottest topics of a stream with their messages, as table and as picture.

Also how many near-duplicates are found that people found before (messages.csv, column group). The last line is JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from huiyin.language.likeness import Duplicates, HotTopics, Topic, words_of  # noqa: E402

Row = dict[str, str]
WIDTH, LINE, LEFT = 960, 76, 300


def read(path: Path) -> list[Row]:
    """Gives the rows of a table."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def moment(text: str) -> datetime:
    """Gives a moment of the table, which writes it in several ways."""
    text = text.strip().replace("-", "/")
    for shape in ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, shape)
        except ValueError:
            continue
    raise ValueError(text)


def duplicates(rows: list[Row]) -> tuple[float, float]:
    """Gives how many of the rows that repeat an earlier one of their group are found, and how many found are of one group."""
    seen: Duplicates[str] = Duplicates()
    groups = {row["key"]: row["group"] for row in rows}
    met: set[str] = set()
    wanted = hit = right = found = 0
    for row in rows:
        like = seen.like(row["title"] + row["detail"])
        found += len(like)
        right += sum(groups[key] == row["group"] for key, _ in like)
        wanted += row["group"] in met
        hit += row["group"] in met and any(groups[key] == row["group"] for key, _ in like)
        met.add(row["group"])
        seen.add(row["key"], row["title"] + row["detail"])
    return round(hit / max(1, wanted), 4), round(right / max(1, found), 4)


def picture(topics: list[Topic[int]], names: list[str], first: datetime, last: datetime) -> str:
    """Gives the topics as lines of time: a dot is a message, the larger the more agreed."""
    span = max(1.0, (last - first).total_seconds())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {LINE * len(topics) + 40}" font-family="sans-serif" font-size="14">',
        f'<rect width="{WIDTH}" height="{LINE * len(topics) + 40}" fill="#fbf8f1"/>',
    ]
    for n, (topic, name) in enumerate(zip(topics, names, strict=True)):
        y = LINE * n + LINE // 2
        told = f"{topic.count} messages · heat {topic.heat():.1f} · {topic.messages[0].at:%Y-%m-%d} – {topic.messages[-1].at:%Y-%m-%d}"
        parts.append(f'<text x="16" y="{y}" fill="#222">{n + 1}. {escape(name[:18])}</text>')
        parts.append(f'<text x="16" y="{y + 20}" fill="#666" font-size="11">{told}</text>')
        parts.append(f'<line x1="{LEFT + 20}" x2="{WIDTH - 20}" y1="{y}" y2="{y}" stroke="#ccc"/>')
        for said in topic.messages:
            x = LEFT + 20 + (WIDTH - LEFT - 40) * (said.at - first).total_seconds() / span
            parts.append(f'<circle cx="{x:.1f}" cy="{y}" r="{4 + min(14, said.agreed**0.5 / 2):.1f}" fill="#c43d2b" fill-opacity=".55"/>')
    parts.append(f'<text x="{LEFT + 20}" y="{LINE * len(topics) + 24}" fill="#666">{first:%Y-%m-%d}</text>')
    parts.append(f'<text x="{WIDTH - 20}" y="{LINE * len(topics) + 24}" fill="#666" text-anchor="end">{last:%Y-%m-%d}</text></svg>')
    return "\n".join(parts)


def main() -> int:
    """Prints the table and, last, the figures."""
    parser = argparse.ArgumentParser(prog="./dev eval topics", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the truth tables (default ../shared/data)")
    parser.add_argument("--picture", type=Path, help="where the picture goes (default a file of the system's temporary folder)")
    given = parser.parse_args()
    folder = given.data / "triage" if (given.data / "triage").is_dir() else given.data
    if not (folder / "stream.csv").is_file():
        print(f"There is no stream.csv at {given.data}.", file=sys.stderr)
        return 2
    rows = sorted(read(folder / "stream.csv"), key=lambda row: moment(row["留言时间"]))
    hot: HotTopics[int] = HotTopics()
    began = time.process_time()
    for n, row in enumerate(rows):
        agreed = int(row["点赞数"] or 0)
        hot.add(n, row["留言详情"].strip(), moment(row["留言时间"]), row["留言用户"], title=row["留言主题"].strip(), agreed=agreed)
    spent = (time.process_time() - began) / len(rows) * 1000
    top = hot.hottest(5)
    names = [" ".join(words_of([rows[said.key]["留言主题"] for said in topic.messages], 4)) for topic in top]
    for place, (topic, name) in enumerate(zip(top, names, strict=True), start=1):
        print(f"{place}. {name}: heat {topic.heat():.1f}, {topic.count} messages by {len({said.by for said in topic.messages})} people")
        for said in topic.messages:
            row = rows[said.key]
            print(f"   {row['留言编号']:>7}  {said.at:%Y-%m-%d}  {said.agreed:>5} agreed  {row['留言主题'].strip()}")
    first, last = moment(rows[0]["留言时间"]), moment(rows[-1]["留言时间"])
    target = given.picture or Path(tempfile.gettempdir()) / "huiyin-topics.svg"
    target.write_text(picture(top, names, first, last), encoding="utf-8")
    print(f"Picture: {target}")
    lately = hot.hottest(5, now=last, half_life=timedelta(days=30))
    figures: dict[str, object] = {
        "topics": sum(topic.count > 1 for topic in hot.topics.values()),
        "messages_in_topics": sum(topic.count for topic in hot.topics.values() if topic.count > 1),
        "messages": len(rows),
        "top_five": [{"name": n, "heat": round(t.heat(), 1), "messages": t.count} for n, t in zip(names, top, strict=True)],
        "top_five_lately": [" ".join(words_of([rows[said.key]["留言主题"] for said in topic.messages], 4)) for topic in lately],
        "ms_per_message": round(spent, 3),
        "picture": str(target),
    }
    if (folder / "messages.csv").is_file():
        figures["duplicates_found"], figures["duplicates_right"] = duplicates(read(folder / "messages.csv"))
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
