"""The figures for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from huiyin.core.api import REFUSALS, ApiPart, needs
from huiyin.figures.queries import published
from huiyin.figures.reckoning import as_told

router = Router(tags=["figures"])


class RateOut(Schema):
    question: str
    numerator: int
    denominator: int
    not_reached: int
    not_reached_counts: bool
    excluded: dict[str, int]
    share: str


class DaysOut(Schema):
    counts: list[int]
    half: int | None
    nine_tenths: int | None
    in_time: int
    timed: int
    open: int
    overdue: int


class FiguresOut(Schema):
    formula: str
    lines: int
    rates: list[RateOut]
    days: DaysOut
    reopened: int
    topics: dict[str, int]
    towns: dict[str, int]


@router.get("/figures", response={200: FiguresOut, **REFUSALS}, summary="The published figures", **needs("cases:read"))
def figures(request: HttpRequest) -> Any:
    return as_told(published().figures)


API = [
    ApiPart(
        "figures",
        [router],
        tags={"figures": "Figures of requests that anybody can reckon anew."},
        operations={"api_figures": "Gives the three rates with all they rest on, and how long answers took, as everybody sees them."},
        fields={
            "formula": "The version of the formula.",
            "lines": "How many cases the open file has.",
            "rates": "Answered, solved, satisfied.",
            "question": "What whoever asked was asked.",
            "numerator": "How many said yes.",
            "denominator": "How many are counted.",
            "not_reached": "How many were not reached.",
            "not_reached_counts": "Whether those are in the denominator.",
            "excluded": "How many are not counted, by reason.",
            "share": "Numerator of denominator, with four places; empty of nothing.",
            "days": "How long it took to the first answer.",
            "counts": "How many took 0, 1, 2–3, 4–5, 6–7, 8–10, 11–15, 16–30, 31–60, 61–90, more days.",
            "half": "Within so many days half had an answer.",
            "nine_tenths": "Within so many days nine in ten had an answer.",
            "in_time": "How many were answered before their time was up.",
            "timed": "How many have an answer.",
            "open": "How many wait for one.",
            "overdue": "How many of those wait beyond their time.",
            "reopened": "How many were opened again by whoever asked.",
            "topics": "How many lines name each topic.",
            "towns": "How many lines name each town.",
        },
    )
]
