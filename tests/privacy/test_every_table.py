"""No table is forgotten: whatever leads to a person is in one of these lists, or this fails."""

from __future__ import annotations

from django.apps import apps

from huiyin.people.models import Person

#: Removed with the person.
GOES = {
    "people.administrator.person",  # blocks until it is given up
    "people.device.person", "people.passkey.person", "people.outsideidentity.person", "people.apitoken.person", "people.person.guardian",
    "groups.mention.person", "tasks.savedview.person", "tasks.movemade.person", "notices.notice.person", "channels.outlet.person",
    "channels.mailcode.person", "ical.calendarlink.person",
}  # fmt: skip
#: The row stays, as a number without a name; what it held of the person is emptied or has left.
EMPTIED = {
    "groups.message.author", "groups.member.person", "groups.invite.by", "groups.export.by", "media.upload.owner", "people.delegation.by",
    "hooks.incominghook.by", "hooks.subscription.by", "people.staffimport.by",
}  # fmt: skip
#: The record of an office, or of what was done with the person: under the office or a neutral word.
STAYS = {
    "journal.entry.by", "people.holding.person", "people.delegation.to", "groups.group.made_by", "groups.message.pinned_by",
    "tasks.task.issuer", "tasks.assignee.person", "tasks.assignee.acknowledged_by", "tasks.assignee.held_by",
    "tasks.rung.person", "tasks.rung.explained_by",
    "tasks.report.by", "tasks.report.verdict_by", "tasks.extension.by", "tasks.extension.verdict_by", "tasks.proof.by",
    "tasks.handover.leaver", "tasks.handover.successor", "tasks.handover.given_by", "tasks.handoveritem.receiver",
    "tasks.repetition.issuer", "tasks.repeatedassignee.person", "channels.outlet.by", "rights.erasure.person", "rights.erasure.decided_by",
}  # fmt: skip


def test_of_every_column_that_leads_to_a_person_it_is_decided_what_becomes() -> None:
    found = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is Person and field.concrete and not field.auto_created
    }
    decided = GOES | EMPTIED | STAYS
    assert found - decided == set(), "say what becomes of it when a person is erased (huiyin/privacy/actions), and add it here"
    assert decided - found == set(), "these are no more"
