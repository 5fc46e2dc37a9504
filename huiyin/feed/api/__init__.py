"""This app's part of the API."""

from __future__ import annotations

from huiyin.core.api import ApiPart
from huiyin.feed.api import accounts, answers, moments, reach, words

API = [
    ApiPart(
        "feed",
        [moments.router, answers.router, accounts.router, reach.router],
        tags={"moments": "Moments, what answers them, whom they reach."},
        operations=words.OPERATIONS | reach.OPERATIONS,
        fields=words.FIELDS | reach.FIELDS,
        examples=words.EXAMPLES,
    )
]
