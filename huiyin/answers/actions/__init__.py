"""What is done with templates, answers in the making, and what went out beside the page."""

from huiyin.answers.actions.drafting import answer_or_hand_in, release, send_back, take_back
from huiyin.answers.actions.second_eyes import set_second_eyes
from huiyin.answers.actions.sending import record_call, record_letter
from huiyin.answers.actions.templates import TemplateDraft, end_template, write_template
from huiyin.answers.actions.together import release_text, send_back_text, take_back_text

__all__ = [
    "TemplateDraft", "answer_or_hand_in", "end_template", "record_call", "record_letter", "release", "release_text", "send_back",
    "send_back_text", "set_second_eyes", "take_back", "take_back_text", "write_template",
]  # fmt: skip
