"""What is given back, and in what clothes."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from huiyin.core.errors import NotThere
from huiyin.media.actions import erase_upload, keep_upload, storage
from huiyin.media.serving import serve
from tests.media import corpus

CONTENT = bytes(range(256)) * 40


def _body(response) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return body


def _asked(**headers):
    return RequestFactory().get("/", headers=headers)


def _video():
    return keep_upload(None, corpus.film(), "会议 现场.mp4", poster=corpus.encoded(corpus.painting()))


def test_a_photo_is_shown_and_kept_by_the_browser():
    upload = keep_upload(None, corpus.encoded(corpus.painting()), "a.png")
    for variant, kind, start in (("large", "image/jpeg", b"\xff\xd8"), ("thumb", "image/webp", b"RIFF")):
        response = serve(upload, variant)
        assert response["Content-Type"] == kind and _body(response).startswith(start)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response["Content-Disposition"].startswith("inline")
    again = serve(upload, "large", _asked(if_none_match=serve(upload, "large")["ETag"]))
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("name", ["map.svg", "page.html", "feed.xml", "run.js", "通知.pdf", "a.exe"])
@pytest.mark.parametrize("content", [corpus.SVG, b"<html><script>alert(1)</script>", b"%PDF-1.4", b"MZ\x90"])
def test_files_are_only_ever_saved(name, content):
    response = serve(keep_upload(None, content, name, "text/html"), "file")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert _body(response) == content


def test_a_chinese_name_comes_back_whole():
    response = serve(keep_upload(None, b"x", "关于 春节的通知.docx"))
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%85%B3%E4%BA%8E%20%E6%98%A5%E8%8A%82%E7%9A%84%E9%80%9A%E7%9F%A5.docx"
    )
    quoted = serve(keep_upload(None, b"x", 'a";\r\nX-Evil: 1.txt'))
    assert "\n" not in quoted["Content-Disposition"] and "X-Evil" not in quoted


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [("bytes=0-1", 0, 2), ("bytes=100-199", 100, 200), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=0-99999999", 0, None)],
)
def test_a_part_of_a_video_is_given(wanted, start, stop):
    upload = _video()
    whole = _body(serve(upload, "video"))
    response = serve(upload, "video", _asked(range=wanted))
    part = whole[start:stop]
    assert response.status_code == 206 and _body(response) == part
    assert response["Content-Length"] == str(len(part)) and response["Content-Type"] == "video/mp4"
    assert response["Content-Range"].endswith(f"/{len(whole)}") and response["Content-Range"].startswith("bytes ")
    assert start < 0 or response["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(whole)}"


@pytest.mark.parametrize("wanted", ["bytes=999999-", "bytes=5-2", "bytes=-0"])
def test_a_part_that_is_not_there_is_answered_416(wanted):
    upload = _video()
    response = serve(upload, "video", _asked(range=wanted))
    assert response.status_code == 416 and response["Content-Range"] == f"bytes */{upload.size}"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=" + "9" * 40 + "-"])
def test_what_is_not_understood_gets_the_whole(wanted):
    upload = _video()
    response = serve(upload, "video", _asked(range=wanted))
    assert response.status_code == 200 and response["Accept-Ranges"] == "bytes" and len(_body(response)) == upload.size


def test_a_part_of_something_else_than_the_browser_has_is_the_whole():
    upload = _video()
    assert serve(upload, "video", _asked(range="bytes=0-1", if_range='"other"')).status_code == 200
    tag = serve(upload, "video")["ETag"]
    assert serve(upload, "video", _asked(range="bytes=0-1", if_range=tag)).status_code == 206


def test_a_video_has_its_picture():
    upload = _video()
    assert serve(upload, "poster")["Content-Type"] == "image/jpeg"
    assert serve(upload, "thumb")["Content-Type"] == "image/webp"


def test_what_does_not_exist_is_not_there(django_capture_on_commit_callbacks):
    upload = keep_upload(None, b"x", "a.txt")
    for variant in ("large", "../../etc/passwd", "poster"):
        with pytest.raises(NotThere):
            serve(upload, variant)
    lost = keep_upload(None, b"x", "a.txt")
    storage().delete(lost.path("file"))
    with pytest.raises(NotThere):
        serve(lost)
    erase_upload(upload)
    with pytest.raises(NotThere):
        serve(upload)
