"""What happens at a reception: a day is announced, numbers are given, called and passed, words are taken down and become a request."""

from huiyin.reception.actions.announcing import DayDraft, announce_day, announce_once, cancel_day
from huiyin.reception.actions.booking import Booked, VisitDraft, book, give_back
from huiyin.reception.actions.calling import absent, call_next, come_back, done
from huiyin.reception.actions.hearing import Heard, agree, register, write_down

__all__ = [
    "Booked", "DayDraft", "Heard", "VisitDraft", "absent", "agree", "announce_day", "announce_once", "book", "call_next", "cancel_day",
    "come_back", "done", "give_back", "register", "write_down",
]  # fmt: skip
