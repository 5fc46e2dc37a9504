"""Photos and files in S3-compatible storage, tried against a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from moto.server import ThreadedMotoServer

from huiyin.media.actions import erase_upload, keep_upload
from huiyin.media.models import Upload
from tests.factories import a_group, a_person, say
from tests.media.corpus import photo_from_a_phone

KEYS = {"access_key": "AKIDHUIYIN", "secret_key": "not-a-real-secret"}


class Bucket:
    """A bucket of its own server; `away()` makes it unreachable, as a cut cable would."""

    def __init__(self, settings: Any) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.url = f"http://{host}:{port}"
        httpx.post(f"{self.url}/moto-api/reset")  # what it keeps lives in the process, not in the server
        self.client = boto3.client(
            "s3", endpoint_url=self.url, region_name="us-east-1",
            aws_access_key_id=KEYS["access_key"], aws_secret_access_key=KEYS["secret_key"],
        )  # fmt: skip
        self.client.create_bucket(Bucket="huiyin")
        options = {"bucket_name": "huiyin", "endpoint_url": self.url, "region_name": "us-east-1", "location": "county", **KEYS}
        self.settings = settings
        settings.STORAGES = {**settings.STORAGES, "media": {"BACKEND": "huiyin.media.s3.MediaInS3", "OPTIONS": options}}

    def names(self) -> list[str]:
        return [found["Key"] for found in self.client.list_objects_v2(Bucket="huiyin").get("Contents", [])]

    def away(self) -> None:
        self.server.stop()


@pytest.fixture
def bucket(settings: Any, db: None) -> Iterator[Bucket]:
    bucket = Bucket(settings)
    yield bucket
    bucket.server.stop()


def test_a_photo_lies_in_the_bucket_and_comes_back_only_to_members(bucket: Bucket, client_for: Any) -> None:
    chen, outsider = a_person(), a_person()
    group = a_group(owner=chen)
    upload = keep_upload(chen, photo_from_a_phone(), "现场.jpg")
    say(group, chen, "现场", uploads=[upload.key])
    names = bucket.names()
    assert len(names) == 2
    assert all(name.startswith("county/") and upload.key in name for name in names)
    shown = client_for(chen).get(f"/groups/{group.pk}/files/{upload.key}/large")
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"
    assert client_for(outsider).get(f"/groups/{group.pk}/files/{upload.key}/large").status_code == 404
    assert Client().get(f"/groups/{group.pk}/files/{upload.key}/large").status_code in (302, 401)


def test_a_photo_erased_is_gone_from_the_bucket(bucket: Bucket, django_capture_on_commit_callbacks: Any) -> None:
    upload = keep_upload(a_person(), photo_from_a_phone(), "现场.jpg")
    assert bucket.names()
    with django_capture_on_commit_callbacks(execute=True):
        erase_upload(upload)
    assert bucket.names() == []


def test_a_storage_that_is_away_is_said_in_words_and_nothing_half_kept(bucket: Bucket, client_for: Any) -> None:
    chen = a_person()
    group = a_group(owner=chen)
    upload = keep_upload(chen, photo_from_a_phone(), "现场.jpg")
    say(group, chen, "现场", uploads=[upload.key])
    bucket.away()
    answer = client_for(chen).get(f"/groups/{group.pk}/files/{upload.key}/large")
    assert answer.status_code == 503
    assert "照片和文件暂时取不到" in answer.content.decode()
    before = Upload.objects.count()
    page = client_for(chen, accept="application/json")
    sent = page.post(f"/groups/{group.pk}/uploads", {"file": SimpleUploadedFile("新.jpg", photo_from_a_phone(), "image/jpeg")})
    assert sent.status_code == 503
    assert Upload.objects.count() == before
    assert client_for(chen).get(f"/groups/{group.pk}").status_code == 200
