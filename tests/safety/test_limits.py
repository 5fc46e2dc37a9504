"""Whoever asks too often waits, and the limit is counted where two at once cannot pass it together."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from huiyin.groups.actions import make_invite, revoke_invite
from huiyin.groups.actions.inviting import MADE_AN_HOUR
from huiyin.journal.errors import TooOften
from tests.factories import a_group, a_person


def test_thirty_invitations_an_hour_are_made_in_a_group_and_revoking_gives_none_back() -> None:
    owner = a_person()
    group, other = a_group(owner=owner), a_group(owner=owner)
    made = [make_invite(group, owner) for _ in range(MADE_AN_HOUR)]
    revoke_invite(made[0], owner)
    with pytest.raises(TooOften):
        make_invite(group, owner)
    make_invite(other, owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        make_invite(group, owner)
