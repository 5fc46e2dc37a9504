"""The verbs of cases: each one transaction, in which the rule is asked, the lock taken, the state changed and the entry recorded."""

from huiyin.cases.actions.answering import answer_case, decline_case
from huiyin.cases.actions.asking_back import ask_back, reply
from huiyin.cases.actions.dispatching import accept_case, begin_case, decide_objection, dispatch_case, lift_case, object_to_case
from huiyin.cases.actions.extending import ask_extension, decide_extension
from huiyin.cases.actions.following import follow_up, reopen_case, review_case
from huiyin.cases.actions.from_group import case_from_message, case_from_message_once
from huiyin.cases.actions.idempotency import once
from huiyin.cases.actions.joining import join_case, register_or_join
from huiyin.cases.actions.lookup import look_up, open_history
from huiyin.cases.actions.matters import answer_matter, answer_matter_once, make_matter, take_out
from huiyin.cases.actions.parties import show_word
from huiyin.cases.actions.publishing import publish_case, wish_public
from huiyin.cases.actions.registering import CaseDraft, Registered, register_case
from huiyin.cases.actions.splitting import note_case, recuse, recuse_once, split_case
from huiyin.cases.actions.tasks import hang_task

__all__ = [
    "CaseDraft", "Registered", "accept_case", "answer_case", "answer_matter", "answer_matter_once", "ask_back", "ask_extension",
    "begin_case", "case_from_message", "case_from_message_once", "decide_extension", "decide_objection", "decline_case", "dispatch_case",
    "follow_up", "hang_task", "join_case", "lift_case", "look_up", "make_matter", "note_case", "object_to_case", "once", "open_history",
    "publish_case", "recuse", "recuse_once", "register_case", "register_or_join", "reopen_case", "reply", "review_case", "show_word",
    "split_case", "take_out", "wish_public",
]  # fmt: skip
