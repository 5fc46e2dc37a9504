"""Floods a group in a running server, to see what it does to those who look on.

    python bench/flood.py http://127.0.0.1:8000 3 --rate 50 --seconds 10 --as secretary        the demo: in by one tap
    python bench/flood.py https://talk.example.org 3 --session KEY                      with the cookie of somebody signed in

Prints how many posts were acknowledged a second and how long that took. Every post stays in the group: not for a real one.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import secrets
import statistics
import sys
import time
from collections import Counter

import httpx

COOKIE = "huiyin"
AT_ONCE = 256  # posts under way; more due than that wait, and their time counts from when they were due
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def main() -> None:
    """Floods as told on the command line."""
    args = _arguments()
    session = args.session or sign_in(args.address, args.visitor)
    tally = asyncio.run(flood(args.address, args.group, session, args.rate, args.seconds, args.words))
    print("\n".join(told(tally, args.seconds)))
    if not tally.times:
        sys.exit(1)


class Tally:
    """What came of the posts: seconds each took, and how many were answered with which status (0: no answer)."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.took = 0.0


async def flood(address: str, group: int, session: str, rate: float, seconds: float, words: str) -> Tally:
    """Posts `rate` messages a second for so many seconds, whatever comes back. Gives the tally."""
    tally, run = Tally(), secrets.token_hex(4)
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    headers = {"origin": address, "accept": "application/json"}
    async with httpx.AsyncClient(base_url=address, cookies={COOKIE: session}, headers=headers, limits=limits, timeout=30) as client:

        async def post(n: int, due: float) -> None:
            try:
                body = {"text": f"{words} {n}", "key": f"flood-{run}-{n}"}
                answer = await client.post(f"/groups/{group}/messages", json=body)
            except httpx.HTTPError:
                tally.statuses[0] += 1
                return
            tally.statuses[answer.status_code] += 1
            if answer.is_success:
                tally.times.append(time.perf_counter() - due)

        began = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for n in range(int(rate * seconds)):
                due = began + n / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                tasks.create_task(post(n, due))
        tally.took = time.perf_counter() - began
    return tally


def told(tally: Tally, seconds: float) -> list[str]:
    """Gives the tally in words."""
    lines = []
    if tally.times:
        times = sorted(t * 1000 for t in tally.times)
        p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
        lines.append(f"{len(times)} posts acknowledged, {len(times) / max(tally.took, seconds):.0f} a second")
        lines.append(f"from due to acknowledged: p50 {statistics.median(times):.1f} ms, p99 {p99:.1f} ms, longest {times[-1]:.1f} ms")
    for status, count in sorted(tally.statuses.items()):
        if not 200 <= status < 300:
            lines.append(f"{count} not taken: {f'status {status}' if status else 'no answer'}")
    return lines or ["nothing was posted"]


def sign_in(address: str, visitor: str) -> str:
    """Goes in by the demo's one-tap door. Gives the session's key. Raises SystemExit where there is no such door."""
    with httpx.Client(base_url=address, timeout=30) as client:
        page = client.get("/sign-in")
        token = _TOKEN.search(page.text)
        form = {"csrfmiddlewaretoken": token[1] if token else ""}
        client.post(f"/demo/as/{visitor}", data=form, headers={"referer": f"{address}/sign-in", "origin": address})
        if COOKIE not in client.cookies:
            raise SystemExit(f"There is no one-tap door for {visitor} at {address}: give --session, or run the demo (./dev run)")
        return str(client.cookies[COOKIE])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", type=lambda a: a.rstrip("/"), help="of the server, http://127.0.0.1:8000")
    parser.add_argument("group", type=int, help="the group's number, as in its address")
    parser.add_argument("--rate", type=float, default=50, help="posts a second (50)")
    parser.add_argument("--seconds", type=float, default=10, help="how long (10)")
    parser.add_argument("--as", dest="visitor", default="", help="a visitor of the demo, as on its sign-in page")
    parser.add_argument("--session", default="", help="the value of the cookie `huiyin` of somebody signed in")
    parser.add_argument("--words", default="水位三十七米，北岸有风，船都靠了。", help="what is said; a number is added")
    args = parser.parse_args()
    if not args.session and not args.visitor:
        parser.error("who posts? --as VISITOR or --session KEY")
    return args


if __name__ == "__main__":
    main()
