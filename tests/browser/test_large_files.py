"""A file that is too large is refused in words when it is chosen, before anything of it is sent; what fits goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request, expect

from huiyin.media.kinds import FILE_LIMIT
from tests.factories import a_group, a_person


def a_file(folder: Path, name: str, size: int) -> Path:
    """Gives a file with nothing in it but its size."""
    path = folder / name
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_a_file_too_large_is_said_at_once_and_never_sent(
    phone: Page, sign_in_as: Callable[..., Page], tmp_path: Path, axe: Callable[..., list[str]]
) -> None:
    owner = a_person()
    group = a_group("值班群", owner=owner)
    sent: list[Request] = []
    phone.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    sign_in_as(phone, owner).goto(f"/groups/{group.pk}")
    expect(phone.locator("html.js")).to_have_count(1)
    huge, small = a_file(tmp_path, "全年账本.zip", FILE_LIMIT + 1), tmp_path / "一页.txt"
    small.write_text("一页")
    phone.locator("#composer input[name=files]").set_input_files([huge, small])
    told = phone.locator("#toasts .toast")
    expect(told).to_contain_text("全年账本.zip")
    expect(told).to_contain_text("31 MB")
    expect(phone.locator(".tray figure[data-state=ready]")).to_have_count(1)
    uploads = [request for request in sent if request.url.endswith("/uploads")]
    assert len(uploads) == 1 and axe(phone) == []


def test_in_a_plain_form_it_was_never_chosen(desk: Page, sign_in_as: Callable[..., Page], tmp_path: Path) -> None:
    owner = a_person()
    group: Any = a_group("值班群", owner=owner, members=[a_person()])
    sign_in_as(desk, owner).goto(f"/groups/{group.pk}/tasks/new?text=x")
    expect(desk.locator("html.js")).to_have_count(1)
    files = desk.locator("input[name=files]").first
    files.set_input_files(a_file(tmp_path, "录像.mp4", 61 * 2**20))
    expect(desk.locator("#toasts")).to_contain_text("录像.mp4")
    assert files.evaluate("(input) => input.files.length") == 0
