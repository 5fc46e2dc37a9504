"""The pages of what leaves the house, and the lines that lead to them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.channels import queries
from huiyin.channels.actions.texts_budget import WARNS
from huiyin.channels.rules import may_see_troubles
from huiyin.channels.text.sender import TRANSPORT as TEXT
from huiyin.groups.extension_points import Row
from huiyin.groups.models import Group
from huiyin.people import extension_points as me
from huiyin.people.models import Person
from huiyin.people.rules import role_of


def row_in_details(group: Group) -> Row:
    """The line on the page about a group. Those who lead it learn there that a robot has stopped."""
    stopped = any(one.stopped_at for one in queries.robots_of(group))
    return Row(reverse("group-robots", args=[group.pk]), "export", _("Group robots"), _("stopped") if stopped else "")


def row_of_outgoing(request: HttpRequest, person: Person) -> me.Row | None:
    """The line on the page Me, for the administrator."""
    if role_of(person) != "system":
        return None
    trouble = _("not all was taken") if queries.outgoing_in_trouble() else ""
    if TEXT.is_on() and (share := queries.month_of_texts().share) >= WARNS:
        trouble = gettext("%(percent)s %% of the month's text messages are sent") % {"percent": share}
    return me.Row(reverse("outgoing"), "export", _("Text messages and e-mails about requests"), trouble)


def row_of_troubles(request: HttpRequest, person: Person) -> me.Row | None:
    """The line on the page Me, for the administrator."""
    if not may_see_troubles(person):
        return None
    some = _("to be looked at") if queries.has_troubles() else ""
    return me.Row(reverse("manage-deliveries"), "alert", _("What was not delivered"), some)


def row_in_me(request: HttpRequest, person: Person) -> me.Row:
    """The line on the page Me."""
    box = queries.mailbox_of(person)
    trouble = _("stopped") if box is not None and box.stopped_at else ""
    usual = _("in the page and by e-mail") if box else _("in the page")
    return me.Row(reverse("notices-settings"), "settings", _("How I am told"), trouble or usual)
