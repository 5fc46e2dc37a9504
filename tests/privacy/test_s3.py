"""Where media lie in a bucket, an erased person's are gone from it."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.groups.exporting.actions import ask_own_copy, make_next
from huiyin.media.actions import keep_upload
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from tests.factories import a_group, a_person, say
from tests.media.test_s3 import Bucket, bucket, photo_from_a_phone  # noqa: F401  (the fixture)

pytestmark = pytest.mark.sqlite_only  # the database has no part in it


def test_nothing_of_an_erased_person_is_left_in_the_bucket(
    bucket: Bucket,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    he = a_person("何未央", kind="resident")
    group = a_group(members=[he])
    say(group, he, "现场", uploads=[keep_upload(he, photo_from_a_phone(), "现场.jpg").key])
    keep_upload(he, photo_from_a_phone(), "没发出去.jpg")
    ask_own_copy(he)
    assert make_next() is not None and len(bucket.names()) == 5  # two photos in two sizes, and the copy
    with django_capture_on_commit_callbacks(execute=True):
        finish_erasure(erase_person(he, None, "何未央"))
    assert not bucket.names()
