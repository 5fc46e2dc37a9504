"""An answer that was sent back is nobody's to keep: it goes with whoever asked, and after a season."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from huiyin.answers.actions import answer_or_hand_in, send_back, set_second_eyes
from huiyin.answers.models import Draft
from huiyin.answers.personal_data import RETENTION
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from tests.cases.conftest import County


def sent_back(county: County) -> Draft:
    set_second_eyes(county.who("head"), county.water, True)
    case = county.given(text="我家三楼漏水")
    draft = answer_or_hand_in(case, county.who("clerk"), "solved", "您家三楼的水管换好了。")
    assert draft is not None
    return send_back(draft.pk, case, county.who("head"), "三楼那家写错了")


def test_it_goes_with_whoever_asked(county: County) -> None:
    draft = sent_back(county)
    finish_erasure(erase_person(county.resident, None, county.resident.name))
    draft.refresh_from_db()
    assert (draft.words, draft.remark, draft.state) == ("", "", "returned")


def test_it_goes_after_a_season(county: County, settings: Any) -> None:
    draft, kind = sent_back(county), RETENTION[0]
    assert kind.count(timezone.now()) == 0
    assert kind.remove(timezone.now() + timedelta(days=93)) == 1
    draft.refresh_from_db()
    assert draft.words == ""
