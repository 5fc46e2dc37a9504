"""Forms and programs set what is named for them and nothing else, whatever else they send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict

from huiyin.groups.models import Group, Member, Message
from huiyin.groups.views.details import _CHANGES
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.models import Administrator, ApiToken, Person
from tests.api.conftest import program as program
from tests.factories import a_group, a_person, say

#: What nobody may set by sending it.
MORE = {
    "id": "1", "pk": "1", "person": "1", "person_id": "1", "kind": "official", "role": "owner", "phone": "19900000000", "is_minor": "on",
    "guardian": "1", "locked_at": "2026-01-01", "erased_at": "2026-01-01", "created_at": "2020-01-01", "administrator": "system",
    "is_active": "0", "is_staff": "on", "is_superuser": "on", "author": "1", "author_id": "1", "by": "1", "by_id": "1", "made_by": "1",
    "at": "2020-01-01", "n": "99", "seq": "99", "stream": "1", "group": "1", "group_id": "1", "last_n": "99", "recalled_at": "2026-01-01",
    "pinned_at": "2026-01-01", "salt": "x", "robot": "机器人", "extra": "{}", "indexed": "1", "digest": "x", "expires_at": "2099-01-01",
    "revoked_at": "", "used_on": "2020-01-01", "unit": "1", "archived_at": "2026-01-01",
}  # fmt: skip


def kept(thing: Any, *but: str) -> dict[str, Any]:
    """All that is kept of a thing, but what was asked to change."""
    return {name: value for name, value in model_to_dict(type(thing).objects.get(pk=thing.pk)).items() if name not in but}


@pytest.fixture
def zhou() -> Any:
    return a_person("周小满", kind="resident")


@pytest.mark.parametrize("changes", ["theme", "name"])
def test_ones_own_page_sets_one_thing(changes: str, zhou: Any, client_for: Any) -> None:
    path, form = {"theme": ("/me/settings", {"theme": "dark"}), "name": ("/me/name", {"name": "周大满"})}[changes]
    client = client_for(zhou)
    before = kept(zhou, changes, "name_keys")
    assert client.post(path, MORE | form).status_code == 302
    assert kept(zhou, changes, "name_keys") == before
    assert model_to_dict(Person.objects.get(pk=zhou.pk))[changes] == form[changes]
    assert not Administrator.objects.exists()


def test_who_corrects_a_person_sets_what_the_form_shows(zhou: Any, client_for: Any) -> None:
    admin = a_person()
    appoint_administrator(admin, "system")
    before = kept(zhou, "about", "name_keys")
    form = {"name": zhou.name, "kind": "resident", "about": "渔民", "phone": "", "home": ""}
    assert client_for(admin).post(f"/manage/staff/{zhou.pk}", MORE | form).status_code == 302
    assert kept(zhou, "about", "name_keys") == before


def test_a_message_is_its_senders_and_nobody_elses(zhou: Any, client_for: Any) -> None:
    owner = a_person()
    group, other = a_group(owner=owner, members=[zhou]), a_group(owner=owner)
    said = MORE | {"text": "在吗", "key": "named-fields-1", "author": str(owner.pk), "group": str(other.pk)}
    client_for(zhou).post(f"/groups/{group.pk}/messages", said)
    message = Message.objects.get()
    assert (message.author_id, message.group_id, message.n, message.robot, message.recalled_at) == (zhou.pk, group.pk, 1, "", None)


def test_a_group_keeps_what_no_form_names(client_for: Any) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    say(group, owner, "在吗")
    before = kept(group, "name", "about", "quiet", "ends_on")
    client = client_for(owner)
    for do in _CHANGES:
        if do not in ("archive", "reopen", "leave"):
            client.post(f"/groups/{group.pk}/details/{do}", MORE | {"name": "新名字"})
    assert kept(group, "name", "about", "quiet", "ends_on") == before
    client.post("/groups/new", MORE | {"name": "又一个群", "kind": "work", "made_by": "1"})
    assert Group.objects.latest("pk").made_by_id == owner.pk
    assert Member.objects.get(group=Group.objects.latest("pk"), role="owner").person_id == owner.pk


def test_a_token_is_ones_own_and_as_long_as_was_chosen(zhou: Any, client_for: Any) -> None:
    other = a_person()
    form = {"name": "站", "scopes": "people:read", "days": "30", "person": str(other.pk), "digest": "0" * 64}
    assert client_for(zhou).post("/me/tokens", MORE | form).status_code == 200
    token = ApiToken.objects.get()
    assert token.person_id == zhou.pk and token.digest != "0" * 64
    assert round((token.expires_at - token.made_at) / timedelta(days=1)) == 30 and token.revoked_at is None and token.used_on is None


def test_programs_set_what_is_described_and_are_refused_what_is_not(program: Any) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    ask = program(owner)
    before = kept(group, "about")
    more = {name: 1 if value.isdigit() else value for name, value in MORE.items() if name not in ("kind", "unit")}
    assert ask("patch", f"/groups/{group.pk}", more | {"about": "说水的事"}).status_code == 422
    assert ask("patch", f"/groups/{group.pk}", {"about": "说水的事"}).status_code == 200
    assert kept(group, "about") == before
    said = {"text": "在吗", "key": "named-fields-2"}
    assert ask("post", f"/groups/{group.pk}/messages", more | said).status_code == 422
    assert ask("post", f"/groups/{group.pk}/messages", said).status_code == 201
    message = Message.objects.get()
    assert (message.author_id, message.n, message.robot, message.recalled_at) == (owner.pk, 1, "", None)
