"""Where other apps add to the pages of a group: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.core.declarations import Extension, Registry
from huiyin.groups.models import Group, Member, Message
from huiyin.journal.models import Entry


@dataclass(frozen=True)
class Row:
    """A line for those who lead the group that leads to a page of another app. `trouble`: a word where something needs them."""

    href: str
    icon: str
    words: Any
    trouble: Any = ""


@dataclass(frozen=True)
class SettingsRow(Extension):
    """A line an app adds to a group's details. `row`: gives it for this group."""

    row: Callable[[Group], Row]


SETTINGS_ROWS: Registry[SettingsRow] = Registry("extensions", "EXTENSIONS", SettingsRow, lambda one: one.name, only=True)


@dataclass(frozen=True)
class Hung(Extension):
    """What an app hangs below the words of messages that bear something of its own: `name` is its key in a message's `extra`. `hang` is
    called with such messages, in a bounded number of queries, and sets `hung` on each, a function from language to HTML; `event_words`
    gives the words of what the house says in the app's name: ("event" in `extra`, language) → one line."""

    hang: Callable[[Sequence[Any]], None]
    event_words: Callable[[Mapping[str, Any], str], str] | None = None


HUNG: Registry[Hung] = Registry("extensions", "EXTENSIONS", Hung, lambda one: one.name, only=True)


@dataclass(frozen=True)
class Addition:
    """What another app adds to the page of a conversation: style sheets, scripts, templates that hold their `<template>`s, marks for
    scripts (`data-…`), lines of the menu."""

    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    links: tuple[tuple[str, str, Any], ...] = ()  # address, icon, words
    templates: tuple[str, ...] = ()


@dataclass(frozen=True)
class InConversation(Extension):
    """An app's addition to the page of a conversation. `add` takes the reader's membership and must not query. `words`: what its scripts
    say, by name."""

    add: Callable[[Member], Addition]
    words: Mapping[str, Any] = field(default_factory=dict)


IN_CONVERSATION: Registry[InConversation] = Registry("extensions", "EXTENSIONS", InConversation, lambda one: one.name, only=True)


@dataclass(frozen=True)
class Answerable(Extension):
    """What an app does, in the posting transaction, when somebody answers a message that bears something of its own: `name` is its key in
    the message's `extra`; `take` is given the answer and the id that stands there."""

    take: Callable[[Message, int], object]


ANSWERABLE: Registry[Answerable] = Registry("extensions", "EXTENSIONS", Answerable, lambda one: one.name, only=True)


@dataclass(frozen=True)
class HearsAnswers(Extension):
    """Who is told, in the posting transaction, of messages that answer others: `hear` takes each with its entry."""

    hear: Callable[[Sequence[tuple[Message, Entry]]], object]


HEAR_ANSWERS: Registry[HearsAnswers] = Registry("extensions", "EXTENSIONS", HearsAnswers, lambda one: one.name, only=True)
