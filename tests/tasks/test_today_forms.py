"""The forms below the cards of *today*."""

from __future__ import annotations

import re
from datetime import timedelta

from django.template.loader import render_to_string
from django.utils.translation import gettext

from huiyin.core.dates import clock_words
from huiyin.tasks.actions import ask_for_time, decline_task, report_done
from huiyin.tasks.queries.today import today
from huiyin.tasks.today_forms import clearing_html
from tests.markup import markup
from tests.tasks.conftest import TUESDAY_CLOSING, climb


def test_what_clears_a_matter_on_today_is_what_the_tasks_own_page_asks(lake, monday):
    """Today draws its forms another way than a task's page does: letter by letter the same, or one of them sends what nobody takes."""
    report_done(lake.task(title="写好<方案>"), lake.deputy, "写好了 & 送到" * 60)
    ask_for_time(lake.task(title="修好码头"), lake.deputy, "要等木料", TUESDAY_CLOSING + timedelta(days=2))
    lake.task(title="清点网箱")
    decline_task(lake.task(title="修路"), lake.deputy, "不归我管")
    monday.move_to(TUESDAY_CLOSING + timedelta(hours=2))
    climb()
    quick = [("2026-11-25T18:00", "今天下班前")]
    waiting = {one.why: one for who in (lake.secretary, lake.director, lake.deputy) for one in (*today(who).waiting, *today(who).to_do)}
    assert waiting.keys() >= {"report", "extension", "declined", "explain", "acknowledge"}, waiting.keys()
    until = clock_words(waiting["extension"].extension.until)
    asked = {
        "report": [{"name": "send-back", "words": "退回", "label": "缺什么", "needed": True, "number": waiting["report"].card.task.pk,
                    "moment": "deadline", "moment_needed": True, "moment_label": "新时限", "quick": quick}],
        "extension": [
            {"name": "grant-time", "words": gettext("Give until %(at)s") % {"at": until}, "look": "main wide", "number_name": "extension"},
            {"name": "refuse-time", "words": gettext("The deadline stands"), "label": gettext("Why the deadline stands"), "needed": True,
             "number_name": "extension"},
        ],
        "declined": [],
        "explain": [{"name": "explain", "words": gettext("Explain"), "look": "main", "needed": True, "number_name": "rung",
                     "label": gettext("What happened, and what is being done")}],
        "acknowledge": [{"name": "acknowledge", "words": gettext("Acknowledge"), "look": "main wide", "number": ""}],
    }  # fmt: skip
    asked["report"][0] |= {"words": gettext("Send back"), "label": gettext("What is missing"), "moment_label": gettext("New deadline")}
    for why, forms in asked.items():
        one = waiting[why]
        drawn = flat(clearing_html(one, quick, "T", "zh-hans"))
        thing = one.extension or one.rung
        for more in forms:
            about = {"task": one.card.task, "csrf_token": "T", "number": thing.pk if thing else ""} | more
            assert flat(render_to_string("tasks/_move.html", about)) in drawn, (why, more)
        assert drawn.count("<form") == len(forms) + (why == "report")
    assert 'name="confirm_to" value="/tasks/' in markup(clearing_html(waiting["report"], quick, "T", "zh-hans"))
    assert "写好了 &amp; 送到" in clearing_html(waiting["report"], quick, "T", "zh-hans")


def flat(html: str) -> str:
    return re.sub(r"\s*(<|>)\s*", r"\1", re.sub(r"\s+", " ", html))
