"""What a browser loads first is small, and what a release serves is whole."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from huiyin.web.assets import put_together, ready_assets
from huiyin.web.shell import SCRIPTS

STATIC = Path(__file__).resolve().parents[2] / "huiyin" / "web" / "static" / "web"
FIRST_LOAD_BYTES = 120 * 1024
FIRST_SCRIPTS = ("start", "dialogs", "menu", "prefs", "net", "words", "toast")

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def release(settings, tmp_path: Path) -> Path:
    """The static files as a release serves them."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "huiyin.web.assets.ReleaseStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_a_release_has_one_style_sheet_and_its_scripts_find_each_other(release: Path) -> None:
    (look,) = release.glob("web/css/look.*.css")
    style = look.read_text("utf-8")
    assert "@import" not in style
    assert style.index("@layer tokens, base") < style.index("@layer tokens {") < style.index("@layer utilities {")
    (plain,) = release.glob("web/css/plain.*.css")
    assert "@layer" not in plain.read_text("utf-8")
    assert ".welcome-page" in plain.read_text("utf-8")
    (start,) = release.glob("web/js/start.*.js")
    imports = re.findall(r'(?:from|import) "(\./[^"]+)"', start.read_text("utf-8"))
    assert imports
    for name in imports:
        assert re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", name)
        assert (release / "web" / "js" / name).exists()


def test_collecting_again_gives_the_same(release: Path) -> None:
    before = {p.name for p in release.glob("web/css/*.css")}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert {p.name for p in release.glob("web/css/*.css")} == before


def test_a_server_collects_once_for_each_release(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT, settings.MODE = tmp_path, "production"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "huiyin.web.assets.ReleaseStorage"}}
    assert ready_assets()
    assert (tmp_path / "staticfiles.json").exists()
    assert not ready_assets()
    (tmp_path / ".collected").write_text("an older release")
    assert ready_assets()


def test_the_scripts_named_in_a_page_are_those_that_start_imports() -> None:
    imported = set()
    for name in ("start", "net", "dialogs", "toast"):
        imported |= set(re.findall(r'(?:from|import) "\./(\w+)\.js"', (STATIC / f"js/{name}.js").read_text("utf-8")))
    assert {f"web/js/{name}.js" for name in imported} == set(SCRIPTS)


def test_a_first_page_weighs_at_most_120_kb() -> None:
    def read(name: str) -> str:
        return (STATIC / name).read_text("utf-8")

    look, _plain = put_together(read("css/look.css"), lambda name: read(f"css/{name}"))
    texts = [look, read("css/welcome.css"), *(read(f"js/{name}.js") for name in FIRST_SCRIPTS)]
    bytes_sent = sum(len(gzip.compress(t.encode(), 6)) for t in texts)
    bytes_sent += len(gzip.compress((STATIC / "vendor/htmx.min.js").read_bytes(), 6))
    assert bytes_sent <= FIRST_LOAD_BYTES / 2  # the other half is for the page itself and its pictures


def test_every_component_is_in_the_look_and_nothing_else() -> None:
    listed = set(re.findall(r"components/(\w+)\.css", (STATIC / "css/look.css").read_text("utf-8")))
    assert listed == {p.stem for p in (STATIC / "css/components").glob("*.css")}


def test_no_style_shouts_and_none_names_a_single_element() -> None:
    for path in STATIC.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        assert "!important" not in text, path
        assert not re.search(r"(^|[\s,}>])#[a-z][\w-]*[^;{}]*\{", text), path
        assert text.count("{") == text.count("}"), path


def test_every_colour_of_the_dark_is_named_in_the_light() -> None:
    tokens = (STATIC / "css/tokens.css").read_text("utf-8")
    plain, modern = tokens.split("@supports", 1)
    named = set(re.findall(r"(--[\w-]+): light-dark", modern)) - {"--shade", "--shade-2"}
    assert named <= set(re.findall(r"(--[\w-]+):", plain))


def test_what_others_wrote_is_what_they_published() -> None:
    folders = list((STATIC.parents[2]).glob("*/static/*/vendor"))
    assert len(folders) > 1
    for folder in folders:
        readme = (folder / "README.md").read_text("utf-8")
        for path in (*folder.glob("*.js"), *folder.glob("*.css")):
            summed = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
            assert summed in readme, path
