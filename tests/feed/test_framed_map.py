"""The map of photographs in another site's page: public places alone, drawn, for anybody to frame."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huiyin.environment import kinds
from huiyin.feed.actions import change_audience, publish
from tests.factories import a_holding, a_person, a_post
from tests.markup import markup


def test_a_frame_of_the_map_shows_public_places_alone_and_lets_them_go(db):
    leader = a_holding(a_person("何川"), a_post("副县长")).person
    lake = publish(leader, "开湖了", audience="public", place={"name": "岚湖", "lat": 30.51, "lon": 110.21})
    publish(leader, "值班", audience="everyone", place={"name": "值班室", "lat": 30.52, "lon": 110.22})
    answer = Client().get("/embed/map")
    page = markup(answer)
    assert "岚湖" in page and "值班室" not in page and page.count("<circle") == 1
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"] and "script" not in page and not answer.cookies
    asked = Client().get("/oembed", {"url": "http://testserver/square/map"})
    assert asked.status_code == 200 and "/embed/map" in asked.json()["html"]
    change_audience(lake, leader, audience="everyone")
    assert "岚湖" not in markup(Client().get("/embed/map"))


def test_places_stand_on_the_map_the_operator_names(db: None, settings: Any, tmp_path: Path, client_for: Any):
    settings.MAP = tmp_path / "county.geojson"
    ring = [[110, 30], [111, 30], [111, 31], [110, 31], [110, 30]]
    lake = {"type": "Feature", "properties": {"kind": "water", "name": "<b>湖"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    town = {"type": "Feature", "properties": {"name": "<i>柳镇"}, "geometry": {"type": "Point", "coordinates": [110.5, 30.5]}}
    settings.MAP.write_text(json.dumps({"type": "FeatureCollection", "features": [town, lake]}))
    leader = a_holding(a_person("何川"), a_post("副县长")).person
    publish(leader, "开湖了", audience="public", place={"name": "岚湖", "lat": 30.51, "lon": 110.21})
    for page in (client_for(leader).get("/square/map"), Client().get("/embed/map")):
        drawn = markup(page)
        assert 'class="ground-water" d="M' in drawn and "&lt;i&gt;柳镇" in drawn and "<i>" not in drawn
    settings.MAP.write_text("no map any more")
    assert markup(Client().get("/embed/map")).count("<circle") == 1


@pytest.mark.parametrize("wrong", [
    "[]", "{}", '{"type": "FeatureCollection", "features": 3}',
    '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Circle"}}]}',
    '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": [30, 110]}}]}',
    '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[]]}}]}',
    '{"type": "FeatureCollection", "features": [{"geometry": {"type": "LineString", "coordinates": [["a", 1]]}}]}', "[" * 90_000,
])  # fmt: skip
def test_a_file_that_is_no_map_is_named_at_start(wrong: str, tmp_path: Path):
    path = tmp_path / "county.geojson"
    path.write_text(wrong)
    with pytest.raises(kinds.Wrong, match="GeoJSON"):
        kinds.map_file(str(path))
    with pytest.raises(kinds.Wrong):
        kinds.map_file(str(tmp_path / "none"))
