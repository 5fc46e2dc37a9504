"""What happens with moments, comments, accounts, requests to study. Views, API, commands and the demo call these."""

from huiyin.feed.actions.answering import comment, delete_comment, follow, like, mute, unfollow, unlike, unmute
from huiyin.feed.actions.changing import change_audience, delete_moment, edit_moment
from huiyin.feed.actions.moderating import decide, report
from huiyin.feed.actions.publishing import Draft, Published, publish, publish_once, repost
from huiyin.feed.actions.sharing import share
from huiyin.feed.actions.studying import ask_to_study, hand_in_notes, say_read, study_opened

__all__ = [
    "Draft",
    "Published",
    "ask_to_study",
    "change_audience",
    "comment",
    "decide",
    "delete_comment",
    "delete_moment",
    "edit_moment",
    "follow",
    "hand_in_notes",
    "like",
    "mute",
    "publish",
    "publish_once",
    "report",
    "repost",
    "say_read",
    "share",
    "study_opened",
    "unfollow",
    "unlike",
    "unmute",
]
