"""What the addresses of groups are asked about: the owner's group, in which the member has said one word and the owner shown a picture."""

from __future__ import annotations

from huiyin.groups.actions import add_source, make_invite
from huiyin.groups.exporting.actions import ask_export, make_next
from huiyin.groups.models import Message
from huiyin.media.actions import keep_card
from tests.factories import a_file, a_picture, a_unit, say
from tests.media import corpus
from tests.permissions.county import County
from tests.permissions.places import Asked

LINK = "https://fish.example/pond"


def objects(county: County) -> Asked:
    """Makes an invitation, a unit's people in the group, a picture, a link with its card, an export that is ready."""
    group, owner = county.group, county.owner
    invite = make_invite(group, owner)
    add_source(group, by=owner, unit=a_unit())
    upload = a_picture(owner)
    say(group, owner, "", uploads=[upload.key])
    linked = say(group, owner, f"看 {LINK}")
    card = keep_card(LINK, "鱼塘", "今年的鱼", "鱼", corpus.encoded(corpus.painting(20, 20), "WEBP"))
    Message.objects.filter(pk=linked.pk).update(link_card=card)  # as the worker does that looked the link up
    export = ask_export(group, owner, "json")
    assert make_next() is not None
    other, more = county.doer.pk, {"n": 1, "key": upload.key, "variant": "thumb"}
    return Asked({
        "groups/<int:pk>": {"pk": group.pk},
        "groups/<int:pk>/details/<slug:do>": {"do": "mute"},
        "groups/<int:pk>/members/<int:person>/<slug:do>": {"person": county.member.pk, "do": "silence"},
        "groups/<int:pk>/sources/<int:source>": {"source": group.sources.get().pk},
        "groups/<int:pk>/invites/<int:invite>": {"invite": invite.pk},
        "groups/<int:pk>/exports/<int:export>": {"export": export.pk},
        "groups/<int:pk>/files/<str:key>": {"key": upload.key, "variant": "thumb"},
        "groups/<int:pk>/files/card/<int:n>": {"n": linked.n},
        "groups/<int:pk>/messages/<int:n>": {"n": 1},
        "groups/<int:pk>/messages/<int:n>/<slug:do>": {"do": "pin"},
        "join/<str:key>": {"key": invite.key},
        "/groups/{group_id}": {"group_id": group.pk, "invite_id": invite.pk, "person_id": other, **more},
    }, {
        "post /groups": {"name": "抗旱群"},
        "post /groups/{group_id}/uploads": {"file": a_file()},
        "patch /groups/{group_id}": {"muted": True},
        "post /groups/{group_id}/members": {"people": [other]},
        "patch /groups/{group_id}/members/{person_id}": {"silenced": True},
        "put /groups/{group_id}/owner": {"person": other},
        "post /groups/{group_id}/messages": {"text": "看看", "key": "matrix-1"},
        "post /groups/{group_id}/messages/{n}/forward": {"groups": [group.pk]},
        "post /groups/{group_id}/read": {"n": 1},
    })  # fmt: skip
