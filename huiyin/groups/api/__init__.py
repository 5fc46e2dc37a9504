"""This app's part of the API."""

from __future__ import annotations

from huiyin.core.api import ApiPart
from huiyin.groups.api import groups, messages
from huiyin.media.errors import MEGABYTE
from huiyin.media.kinds import FILE_LIMIT, PHOTO_LIMIT, VIDEO_LIMIT

OPERATIONS = {
    "groups_groups": "Gives the groups the person is in, those spoken in last first; the header Link says where the list goes on.",
    "groups_open_group": "Opens a group that the person owns; officials may.",
    "groups_unread": "Gives how many messages wait in all groups of the person together.",
    "groups_group": "Gives one group as the person sees it.",
    "groups_change": "Changes what is named and nothing else: all of it or, where one thing is refused, nothing.",
    "groups_members": "Gives who is in the group, owner and managers first; the header Link says where the list goes on.",
    "groups_add": "Adds people; gives those who were not in it before.",
    "groups_change_member": "Makes a member a manager or the reverse, or pauses and allows their posting.",
    "groups_remove": "Takes somebody out of the group, who hears nothing more from then on; with one's own number one leaves.",
    "groups_owner": "Hands the group over to one of its members, who owns it from then on.",
    "groups_invites": "Gives the invitations that are still good, for those who may invite.",
    "groups_invite": "Makes an invitation, to be shown as a QR code or sent as the link /join/KEY.",
    "groups_revoke_invite": "Withdraws an invitation; whoever came by it stays.",
    "messages_page": "Gives a page of messages, oldest first: the newest, or those before, after or around a number.",
    "messages_post": "Says something in a group. With a key it may be repeated safely: 200 with the first message.",
    "messages_upload": f"Takes a photo (at most {PHOTO_LIMIT // MEGABYTE} MB), video ({VIDEO_LIMIT // MEGABYTE} MB) or other file "
    f"({FILE_LIMIT // MEGABYTE} MB); name its key in a message of the same person within a day.",
    "messages_content": "Gives what a file holds, in one of its variants; parts of a video by Range.",
    "messages_pinned": "Gives the messages that are pinned, the last pinned first.",
    "messages_read": "Says that the person has read up to a message; a mark never goes back.",
    "messages_one": "Gives one message by its number in the group.",
    "messages_recall": "Takes one's own message back within two minutes; its words are gone, its place stays.",
    "messages_pin": "Pins a message on top of the group, for those who may.",
    "messages_unpin": "Lets a pinned message go back among the others.",
    "messages_forward": "Says a message again in other groups, with its author beside it: in all of them or in none.",
    "messages_who_read": "Gives who has read a message and who has not, for its author and the group's managers.",
    "messages_search": "Finds messages in the person's groups that hold all the words.",
}
EXAMPLES = {
    "MessageIn": {"text": "明天八点开始清拆", "key": "gauge-2026-11-28T08:00"},
    "GroupIn": {"name": "防汛值班", "kind": "work", "about": "汛期每天两报"},
    "GroupChange": {"about": "汛期每天两报", "quiet": True},
    "PeopleIn": {"people": [12, 14]},
    "MemberChange": {"role": "manager"},
    "OwnerIn": {"person": 12},
    "ReadIn": {"n": 41},
    "GroupsIn": {"groups": [3, 5], "key": "forward-1"},
    "InviteIn": {"met": "码头", "hours": 72, "places": 50},
}
API = [
    ApiPart(
        "groups",
        [groups.router, messages.router],
        tags={"groups": "Groups, members, invitations.", "messages": "What is said, files, search."},
        operations=OPERATIONS,
        examples=EXAMPLES,
    )
]
