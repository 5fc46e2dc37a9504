"""Who comes into a group, who goes, and what follows a post."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.groups.actions import (
    add_people,
    add_source,
    archive,
    change_group,
    change_member,
    hand_over,
    leave,
    make_invite,
    open_group,
    post_message,
    remove_member,
    reopen,
    revoke_invite,
    set_end,
    set_role,
    silence,
    unsilence,
    use_invite,
)
from huiyin.groups.actions.inviting import InviteOver
from huiyin.groups.models import Group, Member
from huiyin.journal import clocks
from huiyin.people.actions.organisation import delegate, end_delegation, leave_post, take_post
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONG_AGO = timezone.localdate() - timedelta(days=300)


def members(group: Group) -> set[str]:
    return set(group.members.filter(left_at=None).values_list("person__name", flat=True))


def test_residents_do_not_open_groups_officials_do():
    with pytest.raises(NotAllowed):
        open_group(a_person(kind="resident"), "我的群")
    assert open_group(a_person(), "回望", kind="listening").kind == "listening"
    assert not Group.objects.get(pk=open_group(a_person(), "值班", quiet=False).pk).quiet


@pytest.mark.parametrize("name", ["", "   ", "长" * 41])
def test_a_group_needs_a_name_that_fits(name):
    with pytest.raises(Invalid):
        open_group(a_person(), name)


def test_who_holds_a_post_of_the_unit_is_in_and_who_leaves_the_post_is_out():
    bureau = a_unit("县水产局")
    deputy = a_post("副局长", bureau)
    former, successor = a_person("周建国"), a_person("方敏")
    holding = a_holding(former, deputy, since=LONG_AGO)
    group = a_group(owner=a_person("秘书"))
    add_source(group, by=group.made_by, unit=bureau)
    assert members(group) == {"秘书", "周建国"}
    leave_post(holding, until=timezone.localdate() - timedelta(days=1))
    assert members(group) == {"秘书"}, "rights follow the post"
    take_post(deputy, successor)
    assert members(group) == {"秘书", "方敏"}


def test_who_was_named_stays_although_the_post_that_would_bring_them_goes():
    bureau = a_unit("水务局")
    holding = a_holding(a_person("童舟"), a_post("局长", bureau), since=LONG_AGO)
    group = a_group(members=[holding.person])
    add_source(group, by=group.made_by, unit=bureau)
    leave_post(holding)
    clocks.fire_due(timezone.now() + timedelta(days=2))
    assert "童舟" in members(group)


def test_a_delegate_is_in_the_posts_groups_on_the_days_of_the_delegation_and_hears_nothing_after():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=SHANGHAI), tick=False) as clock:
        post = a_post("局长", a_unit("水务局"))
        holder = a_holding(a_person("童舟"), post, since=LONG_AGO).person
        group = a_group()
        add_source(group, by=group.made_by, post=post)
        delegate(post, a_person("代劳"), date(2026, 11, 25), date(2026, 11, 26), by=holder)
        assert "代劳" not in members(group)
        for day, inside in ((24, False), (25, True), (26, True), (27, False)):
            clock.move_to(datetime(2026, 11, day, 0, 1, tzinfo=SHANGHAI))
            clocks.fire_due()
            assert ("代劳" in members(group)) is inside, day
        assert "童舟" in members(group)


def test_a_delegation_that_is_ended_early_or_began_before_the_group_did_counts_as_it_stands():
    post, stand_in = a_post("局长", a_unit("水务局")), a_person("代劳")
    holder = a_holding(a_person("童舟"), post, since=LONG_AGO).person
    running = delegate(post, stand_in, None, timezone.localdate() + timedelta(days=9), by=holder)
    group, named = a_group(), a_group(members=[stand_in])
    for one in (group, named):
        add_source(one, by=one.made_by, post=post)
        assert "代劳" in members(one)
    end_delegation(running, by=holder)
    assert "代劳" not in members(group) and "代劳" in members(named)


def test_who_was_added_by_name_stays_when_another_leaves_a_post():
    group = a_group(owner=a_person("秘书"), members=[a_person("村民甲", kind="resident")])
    bureau = a_unit()
    holding = a_holding(a_person("周建国"), a_post("科长", bureau), since=LONG_AGO)
    add_source(group, by=group.made_by, unit=bureau)
    leave_post(holding, until=timezone.localdate() - timedelta(days=1))
    assert members(group) == {"秘书", "村民甲"}


def test_the_owner_hands_over_before_leaving():
    owner, other = a_person(), a_person()
    group = a_group(owner=owner, members=[other])
    with pytest.raises(NotAllowed):
        leave(group, owner)
    hand_over(group, other, by=owner)
    leave(group, owner)
    assert Member.objects.get(group=group, left_at=None).role == "owner"


def test_managers_remove_members_but_not_each_other():
    owner, first, second, plain = (a_person() for _ in range(4))
    group = a_group(owner=owner, members=[first, second, plain])
    for manager in (first, second):
        set_role(group, manager, "manager", by=owner)
    with pytest.raises(NotAllowed):
        remove_member(group, second, by=first)
    with pytest.raises(NotAllowed):
        remove_member(group, owner, by=first)
    remove_member(group, plain, by=first)
    with pytest.raises(NotThere):
        say(group, plain, "我还在吗")
    add_people(group, [plain], by=first)
    assert say(group, plain, "又回来了").n == 1


def test_a_silenced_member_reads_but_does_not_write():
    owner, loud = a_person(), a_person()
    group = a_group(owner=owner, members=[loud])
    silence(group, loud, by=owner)
    with pytest.raises(NotAllowed, match="暂停|paused"):
        say(group, loud, "听我说")
    unsilence(group, loud, by=owner)
    say(group, loud, "谢谢")


def test_of_a_member_role_and_writing_are_set_together():
    owner, helper = a_person(), a_person()
    group = a_group(owner=owner, members=[helper])
    assert change_member(group, helper, owner, role="manager").role == "manager"
    changed = change_member(group, helper, owner, role="member", silenced=True)
    assert (changed.role, changed.silenced) == ("member", True)
    with pytest.raises(NotThere):
        change_member(group, a_person(), owner)


def test_of_a_group_all_is_changed_that_was_named_or_nothing():
    owner = a_person()
    group = a_group(owner=owner)
    before = Group.objects.get(pk=group.pk)
    with pytest.raises(Invalid):
        change_group(group, owner, name="防汛", muted=True, quiet=False, ends_on=LONG_AGO)
    after = Group.objects.get(pk=group.pk)
    assert (after.name, after.quiet, after.ends_on) == (before.name, True, None)
    assert not group.members.get(person=owner).muted
    change_group(group, owner, name="防汛", muted=True, quiet=False)
    after = Group.objects.get(pk=group.pk)
    assert (after.name, after.about, after.quiet) == ("防汛", before.about, False)
    assert group.members.get(person=owner).muted


def test_in_a_notice_group_only_its_managers_write():
    owner, reader = a_person(), a_person()
    group = a_group(kind="notice", owner=owner, members=[reader])
    say(group, owner, "明天停水")
    with pytest.raises(NotAllowed):
        say(group, reader, "几点来？")


def test_a_code_brings_in_as_many_as_it_has_places():
    group = a_group()
    invite = make_invite(group, group.made_by, met="石湾村口，11月", places=2)
    first, second, third = (a_person(kind="resident") for _ in range(3))
    assert use_invite(invite.key, first).met == "石湾村口，11月"
    use_invite(invite.key, first)
    use_invite(invite.key, second)
    with pytest.raises(InviteOver):
        use_invite(invite.key, third)


def test_a_code_ends_by_time_by_word_and_with_its_group():
    group = a_group()
    guest = a_person(kind="resident")
    expired, revoked, archived = (make_invite(group, group.made_by) for _ in range(3))
    type(expired).objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoke_invite(revoked, by=group.made_by)
    for invite in (expired, revoked):
        with pytest.raises(InviteOver):
            use_invite(invite.key, guest)
    archive(group, by=group.made_by)
    with pytest.raises(InviteOver):
        use_invite(archived.key, guest)
    with pytest.raises(NotThere):
        use_invite("no-such-key", guest)


def test_a_temporary_group_archives_itself_the_day_after_and_can_be_opened_again():
    group = a_group()
    today = timezone.localdate()
    set_end(group, today, by=group.made_by)
    clocks.fire_due(timezone.now())
    group.refresh_from_db()
    assert group.archived_at is None
    clocks.fire_due(timezone.now() + timedelta(days=1))
    group.refresh_from_db()
    assert group.archived_at is not None
    with pytest.raises(NotAllowed):
        say(group, group.made_by, "还能说吗")
    reopen(group, by=group.made_by)
    assert say(group, group.made_by, "又开了").n == 1
    with pytest.raises(WrongState):
        reopen(group, by=group.made_by)


def test_strangers_learn_nothing_of_a_group():
    group, stranger = a_group(), a_person()
    for attempt in (
        lambda: post_message(group, stranger, "在吗"),
        lambda: leave(group, stranger),
    ):
        with pytest.raises(NotThere):
            attempt()
    for attempt in (
        lambda: archive(group, by=stranger),
        lambda: add_people(group, [stranger], by=stranger),
        lambda: make_invite(group, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            attempt()
