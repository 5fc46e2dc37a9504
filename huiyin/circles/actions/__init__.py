"""What happens with circles."""

from huiyin.circles.actions.entering import answer_ask, ask_in, ask_once, code_once, leave, let_go, make_code, open_code, say_yes
from huiyin.circles.actions.escalation import rise, take_up
from huiyin.circles.actions.handover import pass_on
from huiyin.circles.actions.idempotency import once
from huiyin.circles.actions.opening import circle_of
from huiyin.circles.actions.visiting import keep_promise, note_once, note_visit

__all__ = [
    "answer_ask", "ask_in", "ask_once", "circle_of", "code_once", "keep_promise", "leave", "let_go", "make_code", "note_once", "note_visit",
    "once", "open_code", "pass_on", "rise", "say_yes", "take_up",
]  # fmt: skip
