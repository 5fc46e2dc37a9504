"""What is done with templates, answers in the making, and what went out beside the page."""

from huiyin.answers.actions.drafting import answer_or_hand_in, release, send_back, take_back
from huiyin.answers.actions.second_eyes import set_second_eyes
from huiyin.answers.actions.sending import record_call, record_letter
from huiyin.answers.actions.templates import TemplateDraft, end_template, write_template

__all__ = [
    "TemplateDraft", "answer_or_hand_in", "end_template", "record_call", "record_letter", "release", "send_back", "set_second_eyes",
    "take_back", "write_template",
]  # fmt: skip
