"""A film in a moment: the browser that sends it draws its still, which stands in the grid and on the poster, as open as the moment."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.feed.models import Moment, MomentFile
from tests.factories import a_person, a_session
from tests.media import corpus


def a_still() -> bytes:
    made = BytesIO()
    Image.new("RGB", (640, 360), "steelblue").save(made, "JPEG")
    return made.getvalue()


def sent(stills: list[tuple[str, bytes]]) -> tuple[Client, Moment]:
    """Publishes a photo and a film, with these stills beside them; gives who did and the moment."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(a_person())
    files = [SimpleUploadedFile("a.jpg", a_still(), "image/jpeg"), SimpleUploadedFile("b.webm", corpus.webm(), "video/webm")]
    said = {"text": "起网了", "audience": "everyone", "key": "film-in-a-moment", "files": files}
    answer = client.post("/moments/new", said | {"stills": [SimpleUploadedFile(name, body, "image/jpeg") for name, body in stills]})
    assert answer.status_code == 302
    return client, Moment.objects.get(text="起网了")


def test_a_film_stands_in_the_grid_by_its_still(db):
    client, moment = sent([("1.jpg", a_still())])
    photo, film = (one.upload for one in MomentFile.objects.filter(moment=moment).order_by("order"))
    assert film.kind == "video" and film.poster and not photo.poster
    still = f"/moments/{moment.pk}/files/{film.key}/poster"
    assert f'poster="{still}"' in client.get("/square").content.decode()
    answer = client.get(still)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg"
    assert Client().get(still).status_code == 404


def test_a_film_without_a_still_shows_what_the_browser_makes_of_it(db):
    client, moment = sent([])
    assert not MomentFile.objects.get(moment=moment, order=1).upload.poster
    assert 'preload="metadata"' in client.get(f"/moments/{moment.pk}").content.decode()


def test_what_is_no_picture_or_belongs_to_nothing_is_no_still(db):
    _client, moment = sent([("0.jpg", a_still()), ("1.jpg", b"<svg onload=alert(1)>"), ("7.jpg", a_still()), ("../1.jpg", b"")])
    assert MomentFile.objects.filter(moment=moment).count() == 2
    assert not MomentFile.objects.filter(moment=moment, upload__poster=True).exists()
