"""Three administrators, and nobody is two: not by a form, not by two hands at once, not by a command, a list or a telephone number."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from huiyin.core.errors import Invalid, NotAllowed, Refused, WrongState
from huiyin.journal.models import Entry
from huiyin.people.actions.administrators import appoint_administrator, create_admin, dismiss_administrator
from huiyin.people.actions.organisation import change_person
from huiyin.people.actions.staff_list import confirm_staff_list, import_staff, preview_staff_list
from huiyin.people.models import Administrator
from tests.factories import a_group, a_holding, a_person, a_phone, a_post, say

ROLES = ("system", "security", "audit")


def three() -> dict[str, object]:
    people = {role: a_person() for role in ROLES}
    for role, person in people.items():
        appoint_administrator(person, role)
    return people


@pytest.mark.parametrize("role", ROLES)
def test_no_form_and_no_command_makes_one_two(role: str, client_for) -> None:
    people, other = three(), a_person()
    client = client_for(people["security"])
    for person in people.values():
        assert client.post("/manage/administrators/new", {"person": person.phone, "role": role}).status_code in (403, 422)
        with pytest.raises(Refused):
            create_admin(person.name, person.phone, role)
        with pytest.raises(Refused):
            appoint_administrator(person, role)
    for name in ("system", "audit"):
        answer = client_for(people[name]).post("/manage/administrators/new", {"person": other.phone, "role": role})
        assert answer.status_code == 403
    assert sorted(Administrator.objects.values_list("role", flat=True)) == sorted(ROLES)


def test_the_database_holds_one_role_for_a_person() -> None:
    people = three()
    with pytest.raises(IntegrityError), transaction.atomic():
        Administrator.objects.create(person=people["system"], role="audit")


@pytest.mark.django_db(transaction=True)
def test_two_who_appoint_the_same_person_at_once_appoint_them_once() -> None:
    first, second, person = a_person(), a_person(), a_person()
    appoint_administrator(first, "security")
    appoint_administrator(second, "security")
    together = Barrier(2)

    def appoint(by, role: str) -> str:
        together.wait()
        try:
            appoint_administrator(person, role, by=by)
            return "appointed"
        except Invalid:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        said = list(two.map(appoint, (first, second), ("system", "audit")))
    assert sorted(said) == ["appointed", "refused"]
    assert Administrator.objects.filter(person=person).count() == 1


def test_who_keeps_the_staff_cannot_take_anothers_role_by_their_number(client_for) -> None:
    """A number is a key: whoever could set the number of the security administrator would be sent the code to that door."""
    people, mine = three(), a_phone()
    for role in ("security", "audit"):
        person = people[role]
        form = {"name": person.name, "phone": mine, "kind": "official"}
        assert client_for(people["system"]).post(f"/manage/staff/{person.pk}", form).status_code == 403
        with pytest.raises(NotAllowed):
            change_person(person, by=people["system"], phone=None)
        person.refresh_from_db()
        assert person.phone != mine
    change_person(people["system"], by=people["system"], phone=mine)  # one's own
    dismiss_administrator(people["audit"], by=people["security"])
    change_person(people["audit"], by=people["system"], phone=a_phone())  # nobody's role hangs on it any more


def test_a_list_does_not_do_it_either(tmp_path) -> None:
    people, mine = three(), a_phone().removeprefix("+86")
    post = a_holding(people["security"], a_post("科长")).post
    path = tmp_path / "staff.csv"
    path.write_text(f"单位,职务,姓名,手机\n{post.unit.name},{post.title},{people['security'].name},{mine}\n", encoding="utf-8")
    kept = preview_staff_list("staff.csv", path.read_bytes(), people["system"])
    with pytest.raises(WrongState):
        confirm_staff_list(kept, by=people["system"])
    with pytest.raises(WrongState):
        import_staff(path, by=people["system"])
    people["security"].refresh_from_db()
    assert people["security"].phone != f"+86{mine}"


def test_the_record_is_read_by_one_who_sees_no_words_and_each_look_is_recorded(client_for) -> None:
    people, owner = three(), a_person()
    group = a_group(owner=owner)
    say(group, owner, "只在群里说的话")
    for role in ("system", "security"):
        assert client_for(people[role]).get("/manage/journal").status_code == 403
    client = client_for(people["audit"])
    page = client.get("/manage/journal").content.decode()
    assert "只在群里说的话" not in page
    assert "只在群里说的话" not in client.get("/manage/journal.csv").content.decode()
    looks = Entry.objects.filter(kind__in=("journal.read", "journal.exported"), by=people["audit"]).order_by("pk")
    assert [entry.kind for entry in looks] == ["journal.read", "journal.exported"]
    for role in ROLES:
        assert client_for(people[role]).get(f"/groups/{group.pk}").status_code == 404
    entries = Entry.objects.exclude(kind__startswith="journal.").exclude(kind="session.started").count()
    for path in ("/manage/journal", "/manage/journal.csv", "/manage/journal/verify"):
        client.post(path, {"kind": "x", "delete": "1", "entry": "1"})
    assert Entry.objects.exclude(kind__startswith="journal.").exclude(kind="session.started").count() == entries
