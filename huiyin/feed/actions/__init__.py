"""What happens with moments, comments, accounts, requests to study. Views, API, commands and the demo call these."""

from huiyin.feed.actions.accounts import change_account, close_account, open_account
from huiyin.feed.actions.answering import comment, delete_comment, follow, like, mute, unfollow, unlike, unmute
from huiyin.feed.actions.articles import ArticleDraft, change_article, discard_article, write_article
from huiyin.feed.actions.changing import change_audience, delete_moment, edit_moment
from huiyin.feed.actions.correcting import correct_article
from huiyin.feed.actions.moderating import decide, flag
from huiyin.feed.actions.publishing import Draft, Published, publish, publish_once, repost
from huiyin.feed.actions.releasing import publish_article, schedule_article, unschedule_article
from huiyin.feed.actions.sharing import share
from huiyin.feed.actions.studying import ask_to_study, hand_in_notes, say_read, study_opened

__all__ = [
    "ArticleDraft",
    "Draft",
    "Published",
    "ask_to_study",
    "change_account",
    "change_article",
    "change_audience",
    "close_account",
    "comment",
    "correct_article",
    "decide",
    "delete_comment",
    "delete_moment",
    "discard_article",
    "edit_moment",
    "flag",
    "follow",
    "hand_in_notes",
    "like",
    "mute",
    "open_account",
    "publish",
    "publish_article",
    "publish_once",
    "repost",
    "say_read",
    "schedule_article",
    "share",
    "study_opened",
    "unfollow",
    "unlike",
    "unmute",
    "unschedule_article",
    "write_article",
]
