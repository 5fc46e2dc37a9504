"""This app's part of the API."""

from __future__ import annotations

from huiyin.core.api import ApiPart
from huiyin.outlook.api import operations

OPERATIONS = {
    "operations_calendar": "Gives, month by month, what is announced in a region that the person answers for, beside what takes it.",
    "operations_announced": "Gives the announcements that stand and that the person may see; the header Link says where the list goes on.",
    "operations_announce": "Says how much comes in a month; for the same produce, month and producer it corrects the first.",
    "operations_withdraw": "Takes an announcement back; again, nothing changes.",
}
FIELDS = {
    "announcement_id": "The number of the announcement.",
    "region": "The number of the unit whose region it is; left out: the widest that the person answers for.",
    "Announced.unit": "The number of the village or town; null: where the person is at home.",
    "own": "Whether it is the person's own produce; if not, it is said for the village or town as such, by who answers for it.",
    "Announced.produce": "What comes to market.",
    "Calendar.produce": "What comes to market.",
    "month": "The month, as 2027-03.",
    "amount": "How much, as one says it: 三四千斤, 1.5吨.",
    "said_grams": "The amount that was named, in grams.",
    "low_grams": "The least it may be, in grams.",
    "high_grams": "The most it may be, in grams.",
    "words": "The amount as it was said.",
    "note": "A word on it.",
    "producer": "The number of the producer; null: it was said for the village.",
    "months": "The twelve months, first to last.",
    "produces": "Each sort, that of which most comes first.",
    "whole": "Of the whole region, month by month.",
    "villages": "The same for each village.",
    "grams": "How much comes, in grams.",
    "level": "How full: 0 nothing, 1 to half of what is taken, 2 to all, 3 to twice, 4 beyond, 5 nobody known takes it.",
    "taken_grams": "What is taken in that month, in grams: the best of other years or the known outlets, whichever is more.",
    "Calendar.unit": "The number of the village or town.",
    "Calendar.name": "Its name.",
}
FAMILIES = {
    "AnnounceIn": "Announced", "AnnouncedOut": "Announced", "CalendarOut": "Calendar", "ProduceOut": "Calendar", "MonthOut": "Calendar",
    "VillageOut": "Calendar", "OnceIn": "Announced",
}  # fmt: skip
EXAMPLES = {
    "AnnounceIn": {"produce": "黄桃", "month": "2027-07", "amount": "三四千斤", "key": "peach-1"},
    "OnceIn": {"key": "peach-1-back"},
}
API = [
    ApiPart(
        "outlook", [operations.router], tags={"outlook": "What produce is to come, month by month."}, operations=OPERATIONS, fields=FIELDS,
        families=FAMILIES, examples=EXAMPLES,
    )
]  # fmt: skip
