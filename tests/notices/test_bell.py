"""The bell rings in an open browser."""

from __future__ import annotations

import pytest

from huiyin.groups.actions import hand_over
from huiyin.notices.actions import read_all
from huiyin.notices.models import Notice
from tests.factories import a_group, a_person


@pytest.mark.django_db(transaction=True)
def test_who_is_told_is_told_to_look_and_nobody_else(phone):
    owner, other = a_person(), a_person()
    group = a_group(owner=owner, members=[other])
    hers, his = phone(other).listen(), phone(owner).listen()
    hand_over(group, other, by=owner)
    assert hers.next_of("notices")["data"] == {}
    read_all(other, Notice.objects.get().pk)
    assert hers.next_of("notices") is not None, "read in one tab, the number goes in the others"
    kinds = set()
    while (event := his.next()) is not None:
        kinds.add(event["event"])
        if event["event"] == "group.handed_over":
            break
    assert "notices" not in kinds

def test_what_another_program_told_is_found_once(lake):
    from huiyin.notices import polling

    polling.look()
    lake.task()
    assert polling.look() == {lake.deputy.pk}, "nothing was committed here: as if another program had"
    assert polling.look() == set()

@pytest.mark.django_db(transaction=True)
def test_what_was_told_here_is_not_looked_for_again():
    from huiyin.notices import polling

    owner, other = a_person(), a_person()
    group = a_group(owner=owner, members=[other])
    polling.look()
    hand_over(group, other, by=owner)
    assert polling.look() == set()
