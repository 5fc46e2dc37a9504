"""Moments and what hangs on them; accounts and articles; requests to study."""

from huiyin.feed.models.accounts import Account, Article, Correction
from huiyin.feed.models.answers import Comment, Follow, Like, Mute, Report
from huiyin.feed.models.moments import Gate, Moment, MomentFile, Named, Share, Version
from huiyin.feed.models.study import Study, StudyReader

__all__ = [
    "Account",
    "Article",
    "Comment",
    "Correction",
    "Follow",
    "Gate",
    "Like",
    "Moment",
    "MomentFile",
    "Mute",
    "Named",
    "Report",
    "Share",
    "Study",
    "StudyReader",
    "Version",
]
