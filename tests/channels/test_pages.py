"""The pages of a group's robots: from its address to the test that arrives."""

from __future__ import annotations

from huiyin.channels.models import Destination
from tests.channels.conftest import SECRET


def test_from_the_details_to_a_test_that_arrived(lake, programs, client_for):
    client, group = client_for(lake.secretary), lake.group
    assert f"/groups/{group.pk}/robots" in client.get(f"/groups/{group.pk}/details").content.decode()
    assert "钉钉群机器人" in client.get(f"/groups/{group.pk}/robots").content.decode()
    assert "加签" in client.get(f"/groups/{group.pk}/robots/new/dingtalk").content.decode()
    said = {"name": "值班群", "address": programs.address("dingtalk"), "secret": SECRET, "events": ["late", "settled"]}
    client.post(f"/groups/{group.pk}/robots/new/dingtalk", said)
    robot = Destination.objects.get()
    page = f"/groups/{group.pk}/robots/{robot.pk}"
    client.post(f"{page}/test")
    assert programs.got[0][1]["actionCard"]["title"].startswith("测试")
    shown = client.get(page).content.decode()
    assert "已发送" in shown and SECRET not in shown and "66a5f3b1" not in shown and "6d7e" in shown


def test_what_is_wrong_is_said_and_what_was_typed_stays_but_the_secret(lake, client_for):
    client = client_for(lake.secretary)
    said = {"name": "值班群", "address": "https://example.com/x", "secret": SECRET, "events": ["late"], "bare": "1"}
    answer = client.post(f"/groups/{lake.group.pk}/robots/new/dingtalk", said)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "oapi.dingtalk.com" in shown and "https://example.com/x" in shown and SECRET not in shown
    assert client.get(f"/groups/{lake.group.pk}/robots/new/telegram").status_code == 404


def test_errors_are_shown_and_a_wrong_secret_is_said_at_once(lake, programs, client_for):
    client, group = client_for(lake.secretary), lake.group
    said = {"name": "值班群", "address": programs.address("feishu"), "secret": "wrong", "events": ["issued"]}
    client.post(f"/groups/{group.pk}/robots/new/feishu", said)
    page = f"/groups/{group.pk}/robots/{Destination.objects.get().pk}"
    client.post(f"{page}/test")
    shown = client.get(page).content.decode()
    assert "sign match fail" in shown and f"{page}/resume" in shown
    assert client.post(f"{page}/test").status_code == 409
    assert "chip late" in client.get(f"/groups/{group.pk}/robots").content.decode()
    client.post(f"{page}/remove")
    assert client.get(page).status_code == 404
