"""The verbs of conversation: every change to a group is one of these."""

from huiyin.groups.actions.drafts import Draft, Posted
from huiyin.groups.actions.inviting import InviteOver, make_invite, open_invite, revoke_invite, use_invite
from huiyin.groups.actions.lifecycle import Change, archive, change_group, open_group, rename_group, reopen, set_end, set_quiet
from huiyin.groups.actions.marking import (
    add_card,
    erase_message,
    forward_message,
    forward_once,
    forward_to_all,
    pin_message,
    recall_message,
    unpin_message,
)
from huiyin.groups.actions.membership import (
    add_people,
    add_source,
    leave,
    mute,
    remove_member,
    remove_source,
)
from huiyin.groups.actions.posting import mark_many_read, mark_read, post_message, post_messages, post_once
from huiyin.groups.actions.roles import change_member, hand_over, set_role, silence, unsilence
from huiyin.groups.actions.writer_cache import WriterCache

__all__ = [
    "Change",
    "Draft",
    "InviteOver",
    "Posted",
    "WriterCache",
    "add_card",
    "add_people",
    "add_source",
    "archive",
    "change_group",
    "change_member",
    "erase_message",
    "forward_message",
    "forward_once",
    "forward_to_all",
    "hand_over",
    "leave",
    "make_invite",
    "mark_many_read",
    "mark_read",
    "mute",
    "open_group",
    "open_invite",
    "pin_message",
    "post_message",
    "post_messages",
    "post_once",
    "recall_message",
    "remove_member",
    "remove_source",
    "rename_group",
    "reopen",
    "revoke_invite",
    "set_end",
    "set_quiet",
    "set_role",
    "silence",
    "unpin_message",
    "unsilence",
    "use_invite",
]
