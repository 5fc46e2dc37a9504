"""What the addresses of robots, mailboxes and deliveries are asked about: a robot of the group's, the member's mailbox, a letter to
somebody without an account."""

from __future__ import annotations

from django.test import override_settings

from huiyin.channels.actions import add_robot, send_test
from huiyin.channels.actions.outgoing import tell
from huiyin.channels.mail.sender import MAIL, stop_path
from huiyin.channels.models import Destination
from huiyin.channels.sealing import seal
from huiyin.notices.presentation import FAMILIES
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    wecom = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-0000"
    robot = add_robot(county.group, county.owner, "wecom", name="值班群", address=wecom, events=["issued"])
    delivery = send_test(robot, county.owner)
    mailbox = Destination.objects.create(  # as after its code came back: there is no mail server here
        channel=MAIL.name, person=county.member, by=county.member, sealed=seal({"address": "zhou@mail.example"}), told=list(FAMILIES),
    )  # fmt: skip
    with override_settings(EMAIL_HOST="mail.example"):
        letter = tell("mail", "lao@mail.example", {"headline": "办好了", "words": "水管换好了"}, "matrix")
    assert letter is not None
    return Asked({
        "groups/<int:pk>/robots/new/<slug:channel>": {"channel": "wecom"},
        "groups/<int:pk>/robots/<int:robot>": {"robot": robot.pk},
        "groups/<int:pk>/robots/<int:robot>/again/<int:delivery>": {"delivery": delivery.pk},
        "groups/<int:pk>/robots/<int:robot>/<slug:do>": {"do": "choose"},
        "manage/outgoing/<int:pk>": {"pk": letter.pk},
        "manage/deliveries/<int:pk>": {"pk": delivery.pk, "do": "again"},
        "manage/destinations/<int:pk>": {"pk": robot.pk, "do": "again"},
        "mail/stop/<str:token>": {"token": stop_path(mailbox.pk).rpartition("/")[2]},
    })  # fmt: skip
