"""An invitation is a door with a count: the last place goes once, and who was shown out does not come back by it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from huiyin.groups.actions import leave, make_invite, remove_member
from huiyin.groups.models import Invite, Member
from tests.factories import a_group, a_person


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once_although_eight_want_it_at_once(client_for: Any) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    invite = make_invite(group, owner, places=3)
    clients = [client_for(a_person(kind="resident")) for _ in range(8)]
    together = Barrier(8)

    def come(client: Client) -> int:
        together.wait()
        try:
            return client.post(f"/join/{invite.key}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as all_at_once:
        said = sorted(all_at_once.map(come, clients))
    assert said == [302] * 3 + [410] * 5
    assert Member.objects.filter(group=group, left_at=None).count() == 1 + 3
    assert Invite.objects.get().used == 3


def test_an_invitation_for_one_is_for_one(client_for: Any) -> None:
    owner, first, second = a_person(), a_person(kind="resident"), a_person(kind="resident")
    invite = make_invite(a_group(owner=owner), owner, places=1)
    assert client_for(first).post(f"/join/{invite.key}").status_code == 302
    assert client_for(second).post(f"/join/{invite.key}").status_code == 410
    assert client_for(second).get(f"/groups/{invite.group_id}").status_code == 404


def test_who_was_removed_does_not_come_back_by_the_same_door(client_for: Any) -> None:
    owner, guest, gone = a_person(), a_person(kind="resident"), a_person(kind="resident")
    group = a_group(owner=owner)
    invite = make_invite(group, owner)
    client, other = client_for(guest), client_for(gone)
    assert client.post(f"/join/{invite.key}").status_code == other.post(f"/join/{invite.key}").status_code == 302
    remove_member(group, guest, by=owner)
    leave(group, gone)
    assert client.post(f"/join/{invite.key}").status_code == 410
    assert client.get(f"/groups/{group.pk}").status_code == 404
    assert other.post(f"/join/{invite.key}").status_code == 302, "who left by themselves may come again"
    assert client.post(f"/join/{make_invite(group, owner).key}").status_code == 302, "a new invitation is a new word"


def test_a_link_signs_nobody_in(client_for: Any) -> None:
    owner = a_person()
    invite = make_invite(a_group(owner=owner), owner)
    visitor = Client()
    assert visitor.get(f"/join/{invite.key}").status_code == 200
    assert visitor.post(f"/join/{invite.key}").status_code != 302
    assert visitor.get(f"/groups/{invite.group_id}").status_code == 302
    assert visitor.get("/me").status_code == 302
