"""Places are stored as GPS says them and shifted for the map on which they are drawn."""

from __future__ import annotations

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.coordinates import SYSTEMS, shifted, to_gcj02, unshifted

pytestmark = pytest.mark.no_database


def metres(one, other):
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))) * 111_320


def test_the_same_place_is_where_each_map_draws_it():
    # Tiananmen, as published for the three systems.
    assert metres(shifted(39.907333, 116.391083, "gcj02"), (39.908737, 116.397326)) < 5
    assert metres(shifted(39.907333, 116.391083, "bd09"), (39.915077, 116.403700)) < 25
    assert shifted(39.9, 116.4, "wgs84") == (39.9, 116.4)


@pytest.mark.parametrize("place", [(48.8584, 2.2945), (35.68, 139.69), (-33.86, 151.21)])
def test_outside_china_nothing_is_shifted(place):
    assert to_gcj02(*place) == place


def test_an_unknown_system_is_refused():
    with pytest.raises(ValueError, match="mars"):
        shifted(30, 114, "mars")


@given(lat=st.floats(18, 53), lon=st.floats(74, 135))
def test_the_shift_is_some_hundred_metres_and_leads_back(lat, lon):
    there = to_gcj02(lat, lon)
    assert 10 < metres((lat, lon), there) < 1500
    assert all(metres(unshifted(*shifted(lat, lon, system), system), (lat, lon)) < 0.01 for system in SYSTEMS)
