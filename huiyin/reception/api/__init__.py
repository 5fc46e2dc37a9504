"""This app's part of the API."""

from __future__ import annotations

from huiyin.core.api import ApiPart
from huiyin.reception.api import days, visits

OPERATIONS = {
    "days_days": "Gives the reception days to come, with who sits and how many numbers are left.",
    "days_one": "Gives one reception day.",
    "days_announce": "Announces a reception day of a unit. With a key it may be repeated safely.",
    "days_cancel": "Calls a reception day off, with the reason; whoever booked with an account is told.",
    "days_book": "Books a number, for the token's person. With a key it may be repeated safely, and gives the same number and code.",
    "days_walk_in": "Gives a number to somebody who walks in, by whoever works at the desk.",
    "days_line": "Gives the line, for whoever works at the desk: who waits, who is called, who was passed over, who was heard.",
    "days_next": "Calls the next number; an empty answer where nobody waits.",
    "visits_one": "Gives a visit, for whoever works at the desk and whoever booked it.",
    "visits_give_back": "Gives a number back, as long as it was not called.",
    "visits_absent": "Who was called is not there: they are called again twice, then passed over.",
    "visits_come_back": "Who was passed over is here after all; they are the next.",
    "visits_done": "Who was called was heard.",
    "visits_write": "Takes down what somebody says, in their own words, the summary beside it, and who asks with them.",
    "visits_agree": "What was taken down was read back and agreed; nobody changes it from then on.",
    "visits_register": "Registers what was heard as a request; again, it gives the one registered before.",
}
FIELDS = {
    "day_id": "The number of the reception day.",
    "visit_id": "The number of the visit in addresses, drawn by lot.",
    "CaseMadeOut.number": "The number of the request, as people say it.",
    "CaseMadeOut.code": "The ten digits to look it up with; empty for whom it is not meant.",
    "PetitionerIn.name": "Their name.",
    "PetitionerOut.name": "Their name.",
    "DayIn.unit": "The unit that receives.",
    "DayIn.post": "The post whose holder sits.",
    "unit": "The unit that receives.",
    "unit_name": "The name of the unit.",
    "place": "Where it is.",
    "begins_at": "When it begins.",
    "ends_at": "When it ends.",
    "sits": "Who sits.",
    "about": "What it is about, what to bring.",
    "slots": "How many can book.",
    "free": "How many numbers can still be booked.",
    "state": "Where it stands.",
    "reason": "Why.",
    "name": "The name of whoever comes.",
    "phone": "Their telephone number.",
    "coming": "How many come with one matter; five at most speak for all.",
    "code": "The ten digits with which the number is given back.",
    "reference": "The number as it is written down: of which day, and which in the line.",
    "number": "Its number in the line.",
    "day": "The reception day.",
    "walk_in": "Whether they came without booking.",
    "calls": "How often it was called.",
    "called_at": "When it was called the last time.",
    "words": "What was said, in the petitioner's own words.",
    "summary": "The summary of the desk.",
    "shown": "The sum of what was read back, as the visit gives it; another is refused.",
    "sum": "What stands for exactly what is taken down.",
    "read_back_at": "When it was read back and agreed.",
    "case": "The request it became.",
    "petitioners": "Who asks.",
    "speaks": "Whether they came and speak for all.",
    "waiting": "Who waits, in the order in which they are called.",
    "called": "Who is called.",
    "passed": "Who was called three times and was not there.",
    "heard": "Who was heard.",
}
EXAMPLES = {
    "DayIn": {"unit": 1, "place": "县信访局一楼接待室", "begins_at": "2026-12-03T09:00:00+08:00", "ends_at": "2026-12-03T11:30:00+08:00",
              "slots": 12, "sits": "县委副书记", "key": "day-1"},
    "VisitIn": {"name": "陈望舒", "phone": "+8613800001234", "coming": 2, "key": "visit-1"},
    "CancelIn": {"reason": "因防汛改期，另行通知", "key": "day-1-off"},
    "LineKeyIn": {"key": "next-1"},
    "AgreeIn": {"shown": "3f9a", "key": "visit-1-agreed"},
    "WordsIn": {"words": "我儿子的低保停了，没人告诉我们为什么。", "summary": "反映低保停发原因", "petitioners": [{"name": "陈望舒"}]},
}  # fmt: skip
API = [
    ApiPart(
        "reception",
        [days.router, visits.router],
        tags={"reception": "Reception days: who sits when and where, and the line by numbers."},
        operations=OPERATIONS,
        fields=FIELDS,
        examples=EXAMPLES,
    )
]
