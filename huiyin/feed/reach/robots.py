"""The rule by which programs are left out of views: what they say of themselves. Written for this house; docs/developers/reach.md lists it.

A rule that can be read and checked beats a better guess that cannot: a program that says it is a browser counts as one.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Parts of a User-Agent, in lower case.
CRAWLERS = ("bot", "crawl", "spider", "slurp", "archiv", "scan", "fetch", "monitor", "preview", "facebookexternal", "embedly", "lighthouse")
LIBRARIES = ("curl", "wget", "python", "httpx", "aiohttp", "okhttp", "go-http", "java/", "ruby", "perl", "php/", "axios", "node", "postman")
HEADLESS = ("headless", "phantomjs", "puppeteer", "playwright", "selenium")
_ROBOT = re.compile("|".join(map(re.escape, (*CRAWLERS, *LIBRARIES, *HEADLESS))))
#: Phones that bear a crawler's letters in their name: "Cubot".
_PHONES = re.compile(r"\bcubot\b")


@lru_cache(maxsize=4096)
def is_robot(user_agent: str) -> bool:
    """Whether a User-Agent is a program's by this rule. One that says nothing is one: every browser says something."""
    said = _PHONES.sub("", user_agent[:400].lower())
    return not said.strip() or _ROBOT.search(said) is not None
