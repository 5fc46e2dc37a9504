"""Opening a group, naming it, ending it; its quiet hours and its last day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, WrongState
from huiyin.groups.actions.membership import enter, mute
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import may_manage, may_open_group, membership_of, require
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Stream
from huiyin.journal.recording import record
from huiyin.language.clean import clean_name, clean_words
from huiyin.people.models import Person, Unit
from huiyin.worktime.bounds import is_known, midnight

END_CLOCK = "group.end"


def open_group(
    by: Person,
    name: str,
    kind: str = Group.Kind.WORK,
    about: str = "",
    unit: Unit | None = None,
    ends_on: date | None = None,
    at: datetime | None = None,
    quiet: bool = True,
) -> Group:
    """Opens a group with `by` as its owner; `quiet`: it keeps quiet hours and days off. `at` is for histories brought from
    elsewhere: when it was opened there.

    Raises NotAllowed for those who may not, Invalid for a bad name, kind or end.
    """
    at = at or timezone.now()
    require(may_open_group(by, kind), _("Groups are opened by officials. Ask the one you talk with to open it."))
    if kind not in Group.Kind.values:
        raise Invalid(_("Choose what kind of group it is."), field="kind")
    _check_end(ends_on)
    with transaction.atomic():
        # The stream is named after the group, whose number is known only once it is made.
        stream = Stream.objects.create(key=f"group:new:{timezone.now().timestamp()}:{by.pk}")
        group = Group.objects.create(
            stream=stream, name=_name(name), kind=kind, about=_about(about), unit=unit, made_by=by, ends_on=ends_on,
            made_at=at, last_at=at,
        )  # fmt: skip
        stream.key = f"group:{group.pk}"
        stream.save(update_fields=["key"])
        record(stream, "group.opened", by=by, data={"group": group.pk}, sealed={"name": group.name, "about": group.about}, at=at)
        enter(group, by, by=by, role=Member.Role.OWNER, at=at)
        _schedule_end(group)
        if not quiet:
            set_quiet(group, False, by)
        return group


class Change(TypedDict, total=False):
    """What of a group becomes what; what is not named stays. `muted` is for whoever changes it alone."""

    name: str
    about: str
    quiet: bool
    ends_on: date | None
    archived: bool
    muted: bool


def change_group(group: Group, by: Person, **to: Unpack[Change]) -> None:
    """Changes several things about a group, all of them or none. Raises whatever one of them is refused for."""
    with transaction.atomic():
        if "muted" in to:
            mute(group, by, to["muted"])
        if "name" in to or "about" in to:
            rename_group(group, by, to.get("name", group.name), to.get("about"))
        if "quiet" in to:
            set_quiet(group, to["quiet"], by)
        if "ends_on" in to:
            set_end(group, to["ends_on"], by)
        if "archived" in to:
            (archive if to["archived"] else reopen)(group, by)


def rename_group(group: Group, by: Person, name: str, about: str | None = None) -> Group:
    """A manager changes the name, and what the group is for."""
    with transaction.atomic():
        group = _locked(group)
        require(may_manage(membership_of(by, group)))
        group.name = _name(name)
        if about is not None:
            group.about = _about(about)
        group.save(update_fields=["name", "about"])
        record(group.stream_id, "group.renamed", by=by, data={"group": group.pk}, sealed={"name": group.name, "about": group.about})
        return group


def set_quiet(group: Group, on: bool, by: Person) -> None:
    """A manager decides whether the group keeps quiet hours and days off; it does by default."""
    with transaction.atomic():
        group = _locked(group)
        require(may_manage(membership_of(by, group)))
        if group.quiet != on:
            group.quiet = on
            group.save(update_fields=["quiet"])
            record(group.stream_id, "group.quiet_set", by=by, data={"group": group.pk, "quiet": on})


def set_end(group: Group, ends_on: date | None, by: Person) -> None:
    """A manager sets or clears the day after which the group archives itself: a temporary group ends with its matter."""
    _check_end(ends_on)
    with transaction.atomic():
        group = _locked(group)
        require(may_manage(membership_of(by, group)))
        group.ends_on = ends_on
        group.save(update_fields=["ends_on"])
        record(group.stream_id, "group.end_set", by=by, data={"group": group.pk, "ends_on": ends_on and ends_on.isoformat()})
        _schedule_end(group)


def archive(group: Group, by: Person) -> None:
    """A manager ends the group: it is kept for reading and searching, and can be opened again."""
    with transaction.atomic():
        group = _locked(group)
        require(may_manage(membership_of(by, group)))
        if group.archived_at is not None:
            raise WrongState(_("This group has ended already."))
        _archive(group, by, "manager")


def reopen(group: Group, by: Person) -> None:
    """A manager opens an ended group again; a last day that has passed is cleared."""
    with transaction.atomic():
        group = _locked(group)
        require(may_manage(membership_of(by, group)))
        if group.archived_at is None:
            raise WrongState(_("This group is open."))
        group.archived_at = None
        if group.ends_on and group.ends_on < timezone.localdate():
            group.ends_on = None
        group.save(update_fields=["archived_at", "ends_on"])
        record(group.stream_id, "group.reopened", by=by, data={"group": group.pk})
        _schedule_end(group)


@clocks.on_due(END_CLOCK)
def archive_when_its_matter_ends(clock: Clock) -> None:
    """The day after a temporary group's last day it archives itself."""
    group = _locked(Group.objects.get(pk=int(clock.subject.partition(":")[2])))
    if group.archived_at is None:
        _archive(group, None, "end")


def _archive(group: Group, by: Person | None, because: str) -> None:
    group.archived_at = timezone.now()
    group.save(update_fields=["archived_at"])
    clocks.cancel(END_CLOCK, f"group:{group.pk}")
    record(group.stream_id, "group.archived", by=by, data={"group": group.pk, "because": because})


def _locked(group: Group) -> Group:
    Stream.locked(group.stream_id)
    return Group.objects.get(pk=group.pk)


def _schedule_end(group: Group) -> None:
    if group.ends_on is None:
        clocks.cancel(END_CLOCK, f"group:{group.pk}")
        return
    clocks.schedule(END_CLOCK, f"group:{group.pk}", midnight(group.ends_on, timezone.get_default_timezone(), 1))


def _check_end(ends_on: date | None) -> None:
    if ends_on is not None and not is_known(ends_on):
        raise Invalid(_("That is no day of the calendar."), field="ends_on")
    if ends_on is not None and ends_on < timezone.localdate():
        raise Invalid(_("The last day lies in the past."), field="ends_on")


def _name(name: str) -> str:
    try:
        return clean_name(name, 40)
    except ValueError as error:
        raise Invalid(_("Give the group a name of 1 to 40 characters."), field="name") from error


def _about(about: str) -> str:
    try:
        return clean_words(about, 200)
    except ValueError as error:
        raise Invalid(_("Say what the group is for in at most 200 characters."), field="about") from error
