"""Words of one app do not change another's that read the same."""

from __future__ import annotations

import polib
import pytest

from tests.words import merge


def entry(msgid: str, context: str | None = None, words: str = "") -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgctxt=context, msgstr=words)


@pytest.mark.no_database
def test_a_plain_word_fills_what_is_empty_and_leaves_what_another_context_says() -> None:
    found, there = polib.POFile(), polib.POFile()
    for context in ("state of a task", "state of a moment", None):
        found.append(entry("Reported", context))
    there.append(entry("Reported", "state of a task", "已汇报"))
    assert merge(found, there, [{"Reported": "被举报"}]) == []
    assert [one.msgstr for one in found] == ["已汇报", "被举报", "被举报"]
    merge(found, there, [{"state of a task\x04Reported": "汇报了"}])
    assert found[0].msgstr == "汇报了"
