"""What programs outside are told stands in the description of the API, part by part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.api.door import api
from huiyin.cases.actions import case_from_message
from huiyin.cases.rules import speaker_of
from huiyin.hooks.payload import webhook_events
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.outlook.actions import AnnouncementDraft, announce
from huiyin.outlook.amounts import amount_in
from tests.cases.conftest import a_county
from tests.factories import a_group, say
from tests.market.conftest import KG, a_market

ENVELOPE = {"delivery", "event", "group", "seq", "kind", "at"}


@pytest.mark.no_database
def test_every_part_of_every_webhook_is_described():
    for event in webhook_events():
        for kind in EVENT_TYPES:
            if kind.webhook is not None and kind.webhook.name == event and event != "group.changed":
                assert kind.webhook.holds, f"{event}: what it holds is said nowhere"


def test_what_is_told_is_what_is_described():
    market, county = a_market(), a_county()
    market.order(5 * KG)
    group = a_group(owner=county.clerk, members=[county.resident])
    case_from_message(say(group, county.resident, "村口的水管漏了三天"), speaker_of(county.clerk))
    month = (timezone.localdate() + timedelta(days=62)).replace(day=1)
    announce(county.head, AnnouncementDraft("鱼", month, amount_in("500斤"), county.water.pk, own=False))
    seen, described = set(), api.get_openapi_schema()["webhooks"]
    for entry in Entry.objects.order_by("pk"):
        webhook = EVENT_TYPES[entry.kind].webhook
        if webhook is None:
            continue
        seen.add(webhook.name)
        shape = described[webhook.name]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
        body: dict[str, Any] = webhook.body(entry)
        assert body.keys() == shape.keys() - ENVELOPE, webhook.name
        for part, told in body.items():
            if isinstance(told, dict):
                assert told.keys() <= shape[part]["properties"].keys(), webhook.name
            assert shape[part]["description"]
    assert {"message.posted", "moment.published", "listing.opened", "order.placed", "outlook.announced", "case.moved"} <= seen
