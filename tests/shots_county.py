"""The invented county as ./dev shots needs it: who looks, and the numbers in paths."""

from __future__ import annotations

from typing import Any

from tests.shots_stories import Stories, roles


class County(Stories):
    """The invented county as the pages need it: who looks, and the numbers in paths."""

    def __init__(self) -> None:
        from django.db.models import Count, Q

        from huiyin.demo.doors import doors
        from huiyin.people.models import Administrator, Person

        known = [door.person.pk for door in doors()]  # those a visitor may be: their pages are the ones the county is written for
        groups = Count("memberships", filter=Q(memberships__left_at=None))
        active = Person.objects.filter(pk__in=known).annotate(groups=groups).order_by("-groups", "pk")
        self.people: dict[str, Any] = {"leader": active.filter(kind="official").first(), "resident": active.filter(kind="resident").first()}
        told = Person.objects.filter(notices__isnull=False).annotate(told=Count("notices")).order_by("-told", "pk").first()
        self.people["deputy"] = told or self.people["leader"]
        named = {a.role: a.person for a in Administrator.objects.select_related("person")}
        for who, role in (("admin", "system"), ("security", "security"), ("audit", "audit")):
            self.people[who] = named.get(role, self.people["leader"])
        self.people |= roles()
        self.people["leaving"] = self.people["leader"]  # last: in a session of their own, which nears its end

    def group(self, kind: str) -> int:
        """Gives the liveliest group of a kind that whoever looks at it belongs to."""
        from huiyin.groups.models import Member

        who = self.people["resident" if kind == "listening" else "leader"]
        member = Member.objects.filter(person=who, left_at=None, group__kind=kind).order_by("-group__last_n").first()
        if member is None:
            raise LookupError(f"{who} is in no {kind} group")
        return member.group_id

    def task(self, n: int) -> int:
        """Gives the n-th task of the county's story."""
        return n

    def case(self, state: str) -> int:
        """Gives one of the resident's requests in this state, made where there is none."""
        from huiyin.demo.cases import a_case

        return a_case(self.people["resident"], state).pk

    def repetition(self) -> int:
        """Gives a task that comes again."""
        return 1

    def _owned(self) -> Any:
        """Gives the liveliest group the leader owns."""
        from huiyin.groups.models import Member

        owned = Member.objects.filter(person=self.people["leader"], left_at=None, role="owner", group__archived_at=None)
        member = owned.select_related("group").order_by("-group__last_n").first()
        if member is None:
            raise LookupError("the leader owns no group")
        return member.group

    def group_with_programs(self) -> Any:
        """Gives a subscription of a group in which programs speak; all made at the first call, with a program that does not answer."""
        from huiyin.channels.actions.rounds import send_due
        from huiyin.hooks.actions import make_hook, speak, subscribe
        from huiyin.hooks.models import Subscription

        group, leader = self._owned(), self.people["leader"]
        made = Subscription.objects.filter(group=group).first()
        if made is None:
            hook, _secret = make_hook(group, leader, "东坝水位站")
            made, _secret = subscribe(group, leader, "https://tasks.example/huiyin", ["message.posted", "member.entered"])
            speak(hook, {"text": "水位 31.2 米，超警戒 0.2 米", "urgent_reason": "一小时涨 0.3 米"})
            send_due()
        return made

    def group_with_robot(self) -> Any:
        """Gives a robot of the leader's group, made at the first call; one test of it was not answered, one waits."""
        from huiyin.channels.actions import add_robot, send_test
        from huiyin.channels.models import Delivery, Destination

        group, leader = self._owned(), self.people["leader"]
        made = Destination.objects.filter(group=group, ended_at=None).first()
        if made is None:
            address = "https://oapi.dingtalk.com/robot/send?access_token=66a5f3b1c2d4e5f60718293a4b5c6d7e"
            made = add_robot(
                group, leader, "dingtalk", name="水产局值班群", address=address, secret="SEC0", events=["issued", "late", "rung", "settled"]
            )
            send_test(made, leader)
            Delivery.objects.filter(destination=made).update(state="sent", tried_at=made.made_at)
            later = send_test(made, leader)
            Delivery.objects.filter(pk=later.pk).update(state="unclear", tried_at=made.made_at, answer="slow")  # nobody is asked
        return made

    def mailbox(self) -> str:
        """Sees to it that the leader has a confirmed mailbox. Gives nothing to add to an address."""
        from huiyin.channels.actions.mailboxes import shaded
        from huiyin.channels.models import Destination
        from huiyin.channels.sealing import seal
        from huiyin.notices.presentation import FAMILIES

        leader, box = self.people["leader"], "someone@county.example"
        given = {"by": leader, "sealed": seal({"address": box}), "hint": shaded(box), "told": list(FAMILIES)}
        Destination.objects.get_or_create(person=leader, channel="mail", ended_at=None, defaults=given)
        return ""

    def mail_stop(self) -> str:
        """Gives the path that every letter to the leader carries, at which the letters end."""
        from huiyin.channels.mail.sender import stop_path
        from huiyin.channels.models import Destination

        self.mailbox()
        box = Destination.objects.get(person=self.people["leader"], channel="mail", ended_at=None)
        return stop_path(box.pk)

    def own_copy(self) -> str:
        """Makes the resident a copy of their data, once."""
        from huiyin.groups.exporting.actions import ask_own_copy, make_next
        from huiyin.groups.models import Export

        if not Export.objects.filter(by=self.people["resident"], group=None, state="ready").exists():
            ask_own_copy(self.people["resident"])
            make_next()
        return "ready"

    def erasure_asked(self) -> int:
        """Has somebody who is no door ask for erasure, once. Gives their number."""
        from huiyin.people.models import Person
        from huiyin.privacy.actions.asking import ask_erasure
        from huiyin.privacy.models import Erasure

        asked = Erasure.objects.filter(state="asked").first()
        if asked is None:
            known = {person.pk for person in self.people.values()}
            who = Person.objects.filter(kind="resident", erased_at=None).exclude(pk__in=known).order_by("-pk").first()
            assert who is not None
            asked = ask_erasure(who, "erase")
        return int(asked.person_id)

    def group_with_exports(self) -> int:
        """Gives a group with exports: one ready."""
        from huiyin.groups.exporting.actions import ask_export, make_next
        from huiyin.groups.models import Export

        group, leader = self._owned(), self.people["leader"]
        if not Export.objects.filter(group=group).exists():
            ask_export(group, leader, "html")
            make_next()
        return group.pk

    def receipts(self) -> str:
        """Gives the path of the receipts of something the leader said lately in a work group."""
        from huiyin.groups.models import Message

        said = Message.objects.filter(author=self.people["leader"], group__kind="work", recalled_at=None).order_by("-pk").first()
        if said is None:
            raise LookupError("the leader said nothing")
        return f"/groups/{said.group_id}/messages/{said.n}/receipts"

    def unit(self) -> int:
        """Gives the unit with the most posts."""
        from django.db.models import Count

        from huiyin.people.models import Unit

        return Unit.objects.annotate(n=Count("posts")).order_by("-n", "pk").values_list("pk", flat=True)[0]

    def invite_key(self) -> str:
        """Gives the key of an invitation that still holds."""
        from django.utils import timezone

        from huiyin.groups.actions.inviting import make_invite
        from huiyin.groups.models import Invite

        invite = Invite.objects.filter(revoked_at=None, expires_at__gt=timezone.now()).order_by("-expires_at").first()
        return (invite or make_invite(self._owned(), self.people["leader"])).key

    def left_open(self, who: str, path: str) -> str:
        """Lets an hour pass on somebody's devices, as if they had signed in by a code. Gives the path where they are asked again."""
        from datetime import timedelta

        from django.utils import timezone

        from huiyin.people.models import Device

        Device.objects.filter(person=self.people[who]).update(how="code", started_at=timezone.now() - timedelta(hours=1), proved_at=None)
        return path

    def put_in_mood(self, language: str, text_size: str) -> None:
        """Sets language and text size of all who look."""
        from huiyin.people.models import Person

        Person.objects.filter(pk__in=[p.pk for p in self.people.values()]).update(language=language, text_size=text_size, theme="auto")
