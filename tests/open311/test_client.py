"""A client that nobody here wrote (georeport of PyPI) reads a live server, in both forms."""

from __future__ import annotations

import pytest
from georeport import GeoReport

from tests.cases.conftest import a_county
from tests.open311.conftest import publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_it_reads_services_definitions_and_requests(live_server, form):
    county = a_county()
    case = publish(county, county.answered(topic="water"), title="漏水", text="村口的水管漏水")
    publish(county, county.given(text="路灯不亮", topic="city"), title="路灯", text="路灯不亮")
    client = GeoReport(f"{live_server.url}/open311/v2", output_format=form)
    services = {one["service_code"]: one for one in client.get_service_list()}
    assert services["water"]["service_name"] == "供水水利" and services["water"]["type"] == "realtime"  # it asks for no language
    assert str(services["water"]["metadata"]).lower() == "true"
    told = client.get_service_definition("water")
    attributes = told["attributes"] if form == "json" else told["attributes"]["attribute"]
    assert told["service_code"] == "water" and [str(one["order"]) for one in attributes] == ["1", "2", "3"]
    listed = client.get_service_requests()
    assert [one["service_request_id"] for one in listed][1] == str(case.pk) and len(listed) == 2
    one = client.get_service_request(str(case.pk))
    one = one[0] if isinstance(one, list) else one
    assert one["description"] == "漏水\n\n村口的水管漏水" and one["status"] == "closed"
    closed = client.get_service_requests(status="closed", service_code="water")
    closed = closed if isinstance(closed, list) else [closed]
    assert [one["service_request_id"] for one in closed] == [str(case.pk)]
