"""What happens with circles."""

from huiyin.circles.actions.entering import answer_ask, ask_in, leave, let_go, make_code, open_code, say_yes
from huiyin.circles.actions.opening import circle_of
from huiyin.circles.actions.passing import pass_on
from huiyin.circles.actions.rising import rise, take_up
from huiyin.circles.actions.visiting import keep_promise, note_visit

__all__ = [
    "answer_ask", "ask_in", "circle_of", "keep_promise", "leave", "let_go", "make_code", "note_visit", "open_code", "pass_on", "rise",
    "say_yes", "take_up",
]  # fmt: skip
