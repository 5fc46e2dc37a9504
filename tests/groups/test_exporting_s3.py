"""An export lies in the bucket like all media, and media come out of it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from huiyin.groups.exporting.actions import ask_export, make_next, remove_export
from huiyin.media.actions import keep_upload
from tests.factories import a_group, a_person, say
from tests.media.test_s3 import Bucket, bucket, photo_from_a_phone  # noqa: F401  (the fixture)

pytestmark = pytest.mark.sqlite_only  # the database has no part in it


def test_an_export_with_a_picture_goes_into_the_bucket_and_comes_back(
    bucket: Bucket,  # noqa: F811
    client_for: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    say(group, owner, "现场", uploads=[keep_upload(owner, photo_from_a_phone(), "现场.jpg").key])
    export = ask_export(group, owner)
    made = make_next()
    assert made is not None and made.state == "ready"
    assert [name for name in bucket.names() if "exports/" in name]
    answer = client_for(owner).get(f"/groups/{group.pk}/exports/{export.pk}/file")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None and any(name.endswith(".jpg") for name in archive.namelist())
    with django_capture_on_commit_callbacks(execute=True):
        remove_export(made, owner)
    assert not [name for name in bucket.names() if "exports/" in name]
