"""Where a picture was taken is part of a proof only when whoever sends it says so."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.markup import markup
from tests.media import corpus

HOME = {1: "N", 2: (29.0, 33.0, 46.0), 3: "E", 4: (106.0, 33.0, 5.0)}


def reported(lake, client_for, **more: str) -> str:
    """Reports a task done with a picture that says where it was taken. Gives the task's page as its issuer sees it."""
    task = lake.task()
    client = client_for(lake.deputy)
    client.post(f"/tasks/{task.pk}/acknowledge")
    picture = SimpleUploadedFile("冷库.jpg", corpus.photo_that_says({}, HOME), "image/jpeg")
    sent = client.post(f"/tasks/{task.pk}/report", {"words": "鱼已入库", "key": "k1", "files": [picture], **more})
    assert sent.status_code == 302
    return markup(client_for(lake.secretary).get(f"/tasks/{task.pk}"))


def test_the_place_is_shown_when_it_was_allowed(lake, client_for):
    page = reported(lake, client_for, place="allowed")
    assert "29.5628, 106.5514" in page and 'href="geo:29.5628,106.5514"' in page


@pytest.mark.parametrize("more", [{}, {"place": ""}, {"place": "no"}])
def test_otherwise_it_is_gone(lake, client_for, more):
    page = reported(lake, client_for, **more)
    assert "冷库.jpg" in page or "data-photo" in page
    assert "29.56" not in page and "geo:" not in page


def test_the_form_asks(lake, client_for):
    task = lake.task()
    client = client_for(lake.deputy)
    client.post(f"/tasks/{task.pk}/acknowledge")
    assert 'name="place" value="allowed"' in markup(client.get(f"/tasks/{task.pk}"))
