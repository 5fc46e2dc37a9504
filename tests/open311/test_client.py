"""A client that nobody here wrote (georeport of PyPI) reads what a live server offers, in both forms."""

from __future__ import annotations

import pytest
from georeport import GeoReport

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_it_reads_services_and_definitions(live_server, form):
    client = GeoReport(f"{live_server.url}/open311/v2", output_format=form)
    services = {one["service_code"]: one for one in client.get_service_list()}
    assert services["water"]["service_name"] == "供水水利" and services["water"]["type"] == "realtime"  # it asks for no language
    assert str(services["water"]["metadata"]).lower() == "true"
    told = client.get_service_definition("water")
    attributes = told["attributes"] if form == "json" else told["attributes"]["attribute"]
    assert told["service_code"] == "water" and [str(one["order"]) for one in attributes] == ["1", "2", "3"]
