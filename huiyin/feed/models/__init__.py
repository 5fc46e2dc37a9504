"""Moments and what hangs on them; accounts and articles; requests to study; reach."""

from huiyin.feed.models.accounts import Account, Article, ArticleFile, Correction
from huiyin.feed.models.answers import Comment, Flag, Follow, Like, Mute
from huiyin.feed.models.moments import Gate, Moment, MomentFile, Named, Share, Version
from huiyin.feed.models.study import Study, StudyReader
from huiyin.feed.reach.models import DaySalt, DayViewers, ReportedReach, Views

__all__ = [
    "Account",
    "Article",
    "ArticleFile",
    "Comment",
    "Correction",
    "DaySalt",
    "DayViewers",
    "Flag",
    "Follow",
    "Gate",
    "Like",
    "Moment",
    "MomentFile",
    "Mute",
    "Named",
    "ReportedReach",
    "Share",
    "Study",
    "StudyReader",
    "Version",
    "Views",
]
