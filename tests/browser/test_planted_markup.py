"""Planted markup in front of a real browser: no dialog opens, no element comes of it, the policy has nothing to report."""

from __future__ import annotations

from tests.safety.planted import NAME, WORDS, a_planted_house

PAGES = [
    "/messages", "/groups/{group}", "/groups/{group}/details", "/groups/{group}/members", "/groups/{group}/tasks", "/tasks/{task}",
    "/search?q=alert", "/groups/{group}/tasks/new?text={words}", "/groups/{group}/gallery?kind=file", "/people/{person}", "/board",
    "/units/{unit}", "/me/notices", "/groups/{group}/hooks", "/groups/{group}/robots", "/groups/{group}/messages/2/forward",
]  # fmt: skip


def test_nothing_that_people_wrote_runs(desk, phone, sign_in_as):
    people, things = a_planted_house(administrators=False)
    opened: list[str] = []
    for page, who in ((desk, "owner"), (phone, "doer")):
        page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
        sign_in_as(page, people[who])
    for path in PAGES:
        desk.goto(path.format(words=WORDS[:80], **things))
        assert desk.locator("[zq]").count() == 0, path
    phone.goto("/groups/{group}".format(**things))
    desk.goto("/groups/{group}".format(**things))
    box = desk.locator("textarea[name=text]")
    box.fill("@")
    box.press_sequentially("<im")
    box.fill(f"直播 {WORDS}")
    box.press("Enter")
    phone.locator(".msg", has_text="直播").last.wait_for()
    desk.locator(".msg", has_text="直播").last.click(button="right")
    for page in (desk, phone):
        page.wait_for_function("document.readyState === 'complete'")
        assert page.locator("[zq]").count() == 0
        assert NAME in page.locator("main").inner_text()
    assert opened == []
