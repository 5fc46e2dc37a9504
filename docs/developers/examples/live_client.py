"""Follows what is said in a person's groups: HUIYIN_URL and HUIYIN_TOKEN say where and for whom; the token needs messages:read.

python live_client.py            prints each message as it comes; after a lost connection it goes on where it stopped
"""

import json
import os
import time
import urllib.error
import urllib.request

URL, TOKEN = os.environ["HUIYIN_URL"].rstrip("/"), os.environ["HUIYIN_TOKEN"]
heard: dict[str, str] = {}  # stream → the last entry heard of it: what Last-Event-ID says when we come again


def follow():
    headers = {"Authorization": f"Bearer {TOKEN}", "Last-Event-ID": ",".join(f"{s}:{q}" for s, q in heard.items())}
    request = urllib.request.Request(f"{URL}/live?lang=en", headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        event: dict[str, str] = {}
        for line in answer:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name:
                event[name] = value
            elif event:  # an empty line ends an event
                for pair in event.get("id", "").split(","):  # an entry's own, or all cursors with a sign of life
                    stream, _, seq = pair.partition(":")
                    if seq:
                        heard[stream] = seq
                yield event.get("event", ""), json.loads(event.get("data", "{}"))
                event = {}


while True:
    try:
        for kind, data in follow():
            if kind == "message.posted":
                print(f"group {data['g']}, message {data['n']}: {data['preview']}", flush=True)
    except urllib.error.HTTPError as refusal:
        raise SystemExit(f"refused: {refusal.code}") from refusal  # the token is gone or does not reach so far
    except OSError:
        time.sleep(2)
