"""The map of photographs in another site's page: public places alone, drawn, for anybody to frame."""

from __future__ import annotations

from django.test import Client

from huiyin.feed.actions import change_audience, publish
from tests.factories import a_holding, a_person, a_post


def test_a_frame_of_the_map_shows_public_places_alone_and_lets_them_go(db):
    leader = a_holding(a_person("何川"), a_post("副县长")).person
    lake = publish(leader, "开湖了", audience="public", place={"name": "岚湖", "lat": 30.51, "lon": 110.21})
    publish(leader, "值班", audience="everyone", place={"name": "值班室", "lat": 30.52, "lon": 110.22})
    answer = Client().get("/embed/map")
    page = answer.content.decode()
    assert "岚湖" in page and "值班室" not in page and page.count("<circle") == 1
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"] and "script" not in page and not answer.cookies
    asked = Client().get("/oembed", {"url": "http://testserver/square/map"})
    assert asked.status_code == 200 and "/embed/map" in asked.json()["html"]
    change_audience(lake, leader, audience="everyone")
    assert "岚湖" not in Client().get("/embed/map").content.decode()
