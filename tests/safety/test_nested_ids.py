"""Knowing an id gives nothing: what belongs to one group is not there under the address of another, even for one who leads both."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve
from PIL import Image

from huiyin.groups.actions import add_source, make_invite
from huiyin.groups.exporting.actions import ask_export
from huiyin.groups.models import Group, Invite, Message
from huiyin.hooks.actions import make_hook
from huiyin.media.actions import keep_upload
from tests.factories import a_group, a_person, a_unit, say

SAFE = ["messages/{n}/receipts", "messages/{n}/forward", "files/{key}/thumb", "invites/{invite}", "exports/{export}/file"]
ACTS = ["messages/{n}/pin", "messages/{n}/recall", "messages/{n}/forward", "invites/{invite}/revoke", "sources/{source}/remove",
        "exports/{export}/remove", "hooks/{hook}/revoke"]  # fmt: skip


@pytest.fixture
def two_groups():
    """One person leads both; everything with an id lies in the first, and the other is empty."""
    owner = a_person()
    here, there = a_group(owner=owner, members=[a_person()]), a_group(owner=owner)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    upload = keep_upload(owner, SimpleUploadedFile("塘.jpg", picture.getvalue()), "塘.jpg", "image/jpeg")
    for _ in range(3):  # so that its number is none of the other group's opening words
        message = say(here, owner, "在吗")
    message = say(here, owner, "", uploads=[upload.key])
    add_source(here, by=owner, unit=a_unit())
    ids = {"n": message.n, "key": upload.key, "invite": make_invite(here, owner).pk, "source": here.sources.get().pk,
           "export": ask_export(here, owner).pk, "hook": make_hook(here, owner, "水位站")[0].pk}  # fmt: skip
    return owner, here, there, ids


@pytest.mark.parametrize("path", SAFE)
def test_what_is_of_one_group_is_not_shown_under_another(path: str, two_groups, client_for) -> None:
    owner, here, there, ids = two_groups
    client = client_for(owner)
    assert resolve(f"/groups/{there.pk}/{path.format(**ids)}").url_name
    if "exports" not in path:  # not made yet, so not there in its own group either
        assert client.get(f"/groups/{here.pk}/{path.format(**ids)}").status_code == 200
    assert client.get(f"/groups/{there.pk}/{path.format(**ids)}").status_code == 404


@pytest.mark.parametrize("path", ACTS)
def test_nothing_of_one_group_is_changed_under_another(path: str, two_groups, client_for) -> None:
    owner, here, there, ids = two_groups
    address = f"/groups/{there.pk}/{path.format(**ids)}"
    assert resolve(address).url_name, "a mistyped address is never there, and would prove nothing"
    assert client_for(owner).post(address).status_code == 404
    assert Message.objects.get(group=here, n=ids["n"]).recalled_at is None
    assert Invite.objects.get(pk=ids["invite"]).revoked_at is None
    assert Group.objects.get(pk=here.pk).sources.count() == 1
