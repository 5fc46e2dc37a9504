"""Small makers of things to test with, each through the action that makes it in life. Names and places are invented.

Everything has a default, so a test names only what it is about: ``say(a_group(owner=chen, members=[zhou]), zhou, "停水了")``.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from typing import Any

from huiyin.groups.models import Group, Message
from huiyin.people.models import Holding, Person, Post, Unit

_numbers = itertools.count(os.getpid() % 90_000 * 1000 + 1)  # processes that share a database do not share numbers
#: In no test by themselves: whoever is made without a name is not taken for somebody a test looks for, or looks that they are gone.
_NAMES = ("蒋望野", "韩听雪", "曹采薇", "冯知还", "彭临川", "潘初霁", "袁远帆", "蔡问渠", "薛浣溪", "魏白露")


def a_phone() -> str:
    """Gives a phone number nobody else has (a range that is not given out)."""
    return f"+86199{next(_numbers):08d}"


def a_person(name: str = "", *, kind: str = "official", phone: str | None = "", **more: Any) -> Person:
    """Gives a person; `phone` None is somebody who cannot sign in."""
    from huiyin.people.actions.organisation import add_person

    name = name or f"{_NAMES[next(_numbers) % len(_NAMES)]}{next(_numbers)}"
    return add_person(name, kind=kind, phone=a_phone() if phone == "" else phone, **more)


def a_unit(name: str = "", parent: Unit | None = None, **more: Any) -> Unit:
    """Gives a unit."""
    from huiyin.people.actions.organisation import add_unit

    return add_unit(name or f"县第{next(_numbers)}办公室", parent, **more)


def a_post(title: str = "主任", unit: Unit | None = None, reports_to: Post | None = None, **more: Any) -> Post:
    """Gives a post in a unit (a new one if none is named)."""
    from huiyin.people.actions.organisation import add_post

    return add_post(unit or a_unit(), title, reports_to=reports_to, **more)


def a_holding(person: Person | None = None, post: Post | None = None, **more: Any) -> Holding:
    """Gives a person's holding of a post; both are made if not named. `acting`, `since`, `until` as in `take_post`."""
    from huiyin.people.actions.organisation import take_post

    return take_post(post or a_post(), person or a_person(), **more)


def a_group(
    name: str = "", *, kind: str = "work", owner: Person | None = None, members: Sequence[Person] = (), **more: Any
) -> Group:
    """Gives a group with its owner and members."""
    from huiyin.groups.actions import add_people, open_group

    owner = owner or a_person()
    group = open_group(owner, name or f"第{next(_numbers)}号事项群", kind=kind, **more)
    if members:
        add_people(group, members, by=owner)
    return group


def say(group: Group, author: Person, text: str, **more: Any) -> Message:
    """Posts a message and gives it."""
    from huiyin.groups.actions import post_message

    return post_message(group, author, text, **more)


def a_session(person: Any, how: str = "demo") -> str:
    """Signs a person in on a new device, as the sign-in page does. Gives the session's key, the value of the cookie."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from huiyin.people.actions.sign_in import sign_in

    request = RequestFactory(headers={"user-agent": "Chromium (test)"}).get("/")
    request.session = SessionStore()
    sign_in(request, person, how=how)
    request.session.save()
    return str(request.session.session_key)


def a_file(name: str = "塘.jpg") -> Any:
    """Gives a picture as a form brings it."""
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def a_picture(owner: Person, name: str = "塘.jpg") -> Any:
    """Gives a picture that a person uploaded."""
    from huiyin.media.actions import keep_upload

    return keep_upload(owner, a_file(name), name, "image/jpeg")
