"""The channels there are. A new one is a folder of this app and a line here."""

from __future__ import annotations

from huiyin.channels.dingtalk.sender import DINGTALK
from huiyin.channels.feishu.sender import FEISHU
from huiyin.channels.mail.sender import MAIL
from huiyin.channels.robots import Channel, Robot
from huiyin.channels.wecom.sender import WECOM

ROBOTS: dict[str, Robot] = {robot.name: robot for robot in (WECOM, DINGTALK, FEISHU)}
CHANNELS: dict[str, Channel] = {**ROBOTS, MAIL.name: MAIL}
