"""A file without end does not fill the disk, and the words sent with it arrive."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from huiyin.media import receiving
from huiyin.media.actions import keep_upload
from huiyin.media.errors import FileTooLarge
from huiyin.media.kinds import FILE_LIMIT


@pytest.fixture
def request_with():
    def request_with(content: bytes):
        return RequestFactory().post("/", {"file": SimpleUploadedFile("a.pdf", content), "text": "要紧的话"})

    return request_with


def test_what_is_over_the_ceiling_is_dropped_while_it_comes_in(request_with, monkeypatch):
    monkeypatch.setattr(receiving, "CEILING", 100_001)
    request = request_with(b"%PDF" + bytes(900_000))
    assert request.FILES["file"].size == 100_001 and request.POST["text"] == "要紧的话"
    whole = request_with(b"%PDF" + bytes(90_000))
    assert whole.FILES["file"].size == 90_004


def test_and_is_refused_by_its_size(request_with):
    request = request_with(b"%PDF" + bytes(FILE_LIMIT))
    with pytest.raises(FileTooLarge):
        keep_upload(None, request.FILES["file"], "a.pdf")
