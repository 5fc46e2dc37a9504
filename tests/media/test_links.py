"""Link cards: read safely, shown plainly. Every way in that others left open is tried here."""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from huiyin.media import links, outbound_http
from huiyin.media.actions import card_for, keep_card, storage
from huiyin.media.errors import NoCard
from huiyin.media.links import Card, fetch_card, read_page
from huiyin.media.models import LinkCard, Upload
from huiyin.media.outbound_http import is_public, normal, system_resolve
from tests.growth import stays_within
from tests.media import corpus
from tests.media.sites import PUBLIC, Site, certificate_for, html, moved

PAGE = """<!doctype html><html><head><title>  The tea
 harvest </title><meta property="og:title" content="春茶开采&amp;上市"><meta name="description" content="Hills in spring">
<meta property="og:site_name" content="河口镇"><meta property="og:image" content="/tea.jpg"></head><body>…</body></html>"""


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


def _fetch(site: Site, url: str = "http://town.example/", **more) -> Card:
    return fetch_card(url, resolve=site.resolve, connect=site.connect, **more)


def _why_not(site: Site, url: str = "http://town.example/", **more) -> str:
    with pytest.raises(NoCard) as refusal:
        _fetch(site, url, **more)
    return refusal.value.reason_code


def test_a_page_gives_its_title_words_and_picture(site):
    site.pages = {"/": html(PAGE), "/tea.jpg": html(corpus.photo_from_a_phone(), kind="image/jpeg")}
    card = _fetch(site)
    assert (card.title, card.description, card.site) == ("春茶开采&上市", "Hills in spring", "河口镇")
    assert Image.open(BytesIO(card.image_bytes)).format == "WEBP" and b"Lantern" not in card.image_bytes
    assert site.reached == [(PUBLIC, 80), (PUBLIC, 80)]


def test_nothing_of_ours_goes_along(site):
    site.pages = {"/": moved("/there"), "/there": html(PAGE)}
    _fetch(site)
    for _, headers in site.asked:
        assert not {h.lower() for h in headers} & {"cookie", "authorization", "referer", "origin"}
        assert headers["Host"] == "town.example" and headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1",
        "2001:db8::1", "3fff::1", "100::1", "fec0::1", "not an address", "",
    ],
)  # fmt: skip
def test_no_address_inside_the_house_is_reached(site, address):
    assert not is_public(address)
    site.names["town.example"] = [address]
    site.pages = {"/": html(PAGE)}
    assert _why_not(site) == "address"
    assert not site.reached


def test_public_addresses_are_public():
    assert all(map(is_public, ["1.2.4.8", "114.114.114.114", "172.32.0.1", "100.128.0.1", "2400:3200::1", "2620:fe::fe"]))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "https://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_an_address_written_into_the_link_is_judged_alike(site, url):
    assert _why_not(site, url) == "address" and not site.reached


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0xA9FEA9FE", "10.1", "::ffff:7f00:1"])
def test_numbers_written_in_other_ways_are_judged_by_where_they_lead(host):
    found = system_resolve(host, 80)
    assert found and not any(map(is_public, found))


def test_one_private_address_among_public_ones_spoils_the_name(site):
    site.names["town.example"] = [PUBLIC, "10.0.0.5"]
    assert _why_not(site) == "address" and not site.reached


def test_a_name_that_changes_its_mind_gains_nothing(site):
    """DNS rebinding: the second answer would be private. It is never asked for: the first address is what is connected to."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    site.pages = {"/": html("<title>x</title>")}
    fetch_card("http://town.example/", resolve=lambda host, port: next(answers), connect=site.connect)
    assert site.reached == [(PUBLIC, 80)]


@pytest.mark.parametrize("there", ["http://127.0.0.1/", "http://inside.example/", "//inside.example/x", "http://[::1]:80/"])
def test_a_redirect_into_the_house_is_refused(site, there):
    site.names["inside.example"] = ["192.168.0.9"]
    site.pages = {"/": moved(there)}
    assert _why_not(site) == "address" and len(site.reached) == 1


@pytest.mark.parametrize("there", ["file:///etc/passwd", "gopher://town.example/", "http://u:p@town.example/", "javascript:alert(1)"])
def test_a_redirect_to_anything_but_the_web_is_refused(site, there):
    site.pages = {"/": moved(there)}
    assert _why_not(site) == "url"


def test_other_ports_are_refused_also_after_a_redirect(site):
    assert _why_not(site, "http://town.example:6379/") == "port"
    site.pages = {"/": moved("http://town.example:22/")}
    assert _why_not(site) == "port" and site.reached == [(PUBLIC, 80)]


def test_three_redirects_are_followed_and_not_four(site):
    steps = {f"/{n}": moved(f"/{n + 1}", [301, 302, 303, 307][n]) for n in range(4)}
    site.pages = steps | {"/4": html("<title>End</title>")}
    assert _fetch(site, "http://town.example/1").title == "End"
    assert _why_not(site, "http://town.example/0") == "redirects"
    site.pages["/x"] = b"HTTP/1.1 302 Moved\r\nContent-Length: 0\r\n\r\n"
    assert _why_not(site, "http://town.example/x") == "redirects"


def test_a_picture_inside_the_house_is_not_fetched_but_the_card_stands(site):
    site.names["inside.example"] = ["10.0.0.1"]
    site.pages = {"/": html(PAGE.replace("/tea.jpg", "http://inside.example/camera.jpg"))}
    assert _fetch(site).image_bytes is None and len(site.reached) == 1


@pytest.mark.parametrize("picture", [corpus.SVG, corpus.huge_png(), b"junk", corpus.encoded(corpus.painting(600, 600)) + bytes(600_000)])
def test_a_wrong_picture_costs_only_the_picture(site, picture):
    site.pages = {"/": html(PAGE), "/tea.jpg": html(picture, kind="image/jpeg")}
    assert _fetch(site).image_bytes is None


def _drips(site: Site):
    def drip(connection, path, headers):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>slow")
        while not site.stopping.wait(0.02):
            connection.sendall(b" ")

    return drip


def test_a_page_that_drips_is_left_at_the_deadline(site, monkeypatch):
    monkeypatch.setattr(outbound_http.Reach.__init__, "__kwdefaults__", {**outbound_http.Reach.__init__.__kwdefaults__, "seconds": 0.3})
    site.pages = {"/": _drips(site), "/mute": lambda connection, path, headers: site.stopping.wait(5)}
    for path in ("/", "/mute"):
        begun = time.monotonic()
        assert _why_not(site, f"http://town.example{path}") == "slow"
        assert time.monotonic() - begun < 4  # the mute one speaks after five


def test_headers_that_never_end_are_left(site):
    def endless(connection, path, headers):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not site.stopping.is_set():
            connection.sendall(b"X-More: " + b"a" * 60_000 + b"\r\n")

    site.pages = {"/": endless}
    assert _why_not(site) == "too_much"


def test_a_name_nobody_answers_for_is_left_at_the_deadline(site):
    reach = outbound_http.Reach(resolve=lambda host, port: site.stopping.wait(5) and [], connect=site.connect, seconds=0.1)
    with pytest.raises(NoCard) as refusal:
        reach.get("http://town.example/", "*/*")
    assert refusal.value.reason_code == "slow"


def test_of_a_huge_page_only_the_beginning_is_read(site):
    def endless(connection, path, headers):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Long</title>")
        with contextlib.suppress(OSError):
            while not site.stopping.is_set():
                connection.sendall(b"<p>" * 20_000)

    site.pages = {"/": endless}
    assert _fetch(site).title == "Long"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (html("{}", kind="application/json"), "not_a_page"), (html(b"%PDF", kind="application/pdf"), "not_a_page"),
        (html("gone", status="404 Not Found"), "status"), (html("no", status="500 Oh"), "status"), (html("<p>hello"), "no_title"),
        (html(b"\x1f\x8b" + bytes(50), more="Content-Encoding: gzip\r\n"), "encoded"),
        (b"SSH-2.0-OpenSSH\r\n", "unreachable"), (b"", "unreachable"),
    ],
)  # fmt: skip
def test_what_is_no_page_gives_no_card_and_says_why(site, answer, reason):
    site.pages = {"/": answer}
    assert _why_not(site) == reason


def test_an_unknown_name_gives_no_card(site):
    assert _why_not(site, "http://nowhere.example/") == "name"


def test_a_page_over_tls_is_checked_by_its_name_while_the_address_is_pinned(site, tmp_path):
    site.server_tls, trusting = certificate_for("town.example", tmp_path)
    site.names["other.example"] = [PUBLIC]
    site.pages = {"/": html("<title>Safe</title>")}
    assert _fetch(site, "https://town.example/", tls=trusting).title == "Safe"
    assert site.reached == [(PUBLIC, 443)]
    assert _why_not(site, "https://other.example/", tls=trusting) == "tls"
    assert _why_not(site, "https://town.example/") == "tls", "a certificate nobody vouches for"


@pytest.mark.parametrize(
    ("charset", "declared", "kind"),
    [
        ("gb18030", "", "text/html; charset=GBK"), ("gb18030", '<meta charset="gb2312">', "text/html"), ("utf-8", "", "text/html"),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=GB18030">', "text/html"), ("gb18030", "", "text/html"),
        ("big5", '<meta charset="big5">', "text/html"), ("utf-8-sig", "", "text/html; charset=gbk"),
        ("utf-8", "", "text/html; charset=rot13"),
        ("utf-8", '<meta charset="unicode_escape">', "text/html; charset=nonsense"),
    ],
)  # fmt: skip
def test_chinese_pages_are_read_in_whatever_they_are_written(site, charset, declared, kind):
    page = f"<html><head>{declared}<title>春節的通告</title></head>".encode(charset)
    site.pages = {"/": html(page, kind=kind)}
    assert _fetch(site).title == "春節的通告"


def test_titles_cannot_deceive(site):
    site.pages = {"/": html("<title>\u202eexe.\u200bevil\x07 &lt;script&gt;" + "长" * 500 + "</title>")}
    title = _fetch(site).title
    assert title.startswith("exe.evil <script>") and len(title) == links.TITLE_LIMIT


@given(st.text(max_size=3000))
@example("<" * 3000)
@example("<![" * 1000)
@example("<!--" * 700)
@example("&#x110000;&#xd800;&#" * 100)
@example("<meta " * 500)
@example("<title><title><meta property='og:title' content=")
def test_no_page_makes_the_reader_stumble(text):
    assert all(isinstance(value, str) for value in read_page(text).values())


@given(st.lists(st.sampled_from(["<meta property=", "'og:title'", " content=", '"x"', ">", "<title>", "</", "<!", "<?", "&", "a", " "])))
def test_no_broken_head_makes_the_reader_stumble(pieces):
    read_page("".join(pieces))


@pytest.mark.parametrize("piece", ["<![", "<!--", "<a ", "</title", "<title>", "<!DOCTYPE [", "&#", "<meta x='", "<?"])
def test_a_page_made_to_be_slow_is_left_soon(piece):
    assert stays_within(2000, lambda: read_page(piece * (512 * 1024 // len(piece))))


@given(st.text(max_size=200))
@example("http://\u2100.example/")
@example("http://[v1.x]/")
@example("http://a:99999/")
@example("http://" + "a" * 300 + "/")
@example("http://xn--\u00e9.example/")
def test_any_link_is_normal_or_refused(text):
    with contextlib.suppress(NoCard):
        url = normal(text)
        assert url.isascii() and normal(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "//a.example", "http://", "http:///x", "http://a.example:0x/",
        "http://u@a.example/", "http://a.example/\r\nHost: b", "http://a b.example/", "http://[fe80::1%25eth0]/", "http://a_b!.example/",
        "http://a.example/" + "x" * 2000, "data:text/html,x", "HTTP",
    ],
)  # fmt: skip
def test_what_is_no_plain_link_is_refused(url):
    with pytest.raises(NoCard) as refusal:
        normal(url)
    assert refusal.value.reason_code == "url"


def test_a_link_has_one_form():
    assert normal("HTTP://Town.Example:80/茶?名=春#part") == "http://town.example/%E8%8C%B6?%E5%90%8D=%E6%98%A5"
    assert normal("https://河口.example") == "https://xn--6or509c.example/"


# ---- what is kept


def _card(url: str, title: str = "Tea", image: bool = False) -> Card:
    picture = Image.new("RGB", (20, 20), "green")
    return Card(url, title, "", "town.example", corpus.encoded(picture, "WEBP") if image else None)


def test_a_card_is_fetched_once_a_week(time_machine, django_capture_on_commit_callbacks):
    asked = []

    def fetch(url):
        asked.append(url)
        return _card(url, f"Tea {len(asked)}", image=True)

    time_machine.move_to("2026-03-01T08:00:00+08:00", tick=False)
    first = card_for("http://town.example/#a", fetch)
    assert (first.title, first.url, first.image.claimed_at is not None) == ("Tea 1", "http://town.example/", True)
    time_machine.shift(timedelta(days=6))
    assert card_for("http://town.example/", fetch) == first and len(asked) == 1
    time_machine.shift(timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        again = card_for("http://town.example/", fetch)
    assert (again.pk, again.title) == (first.pk, "Tea 2")
    old = Upload.objects.get(pk=first.image_id)
    assert old.erased_at and not storage().exists(old.path("thumb")) and storage().exists(again.image.path("thumb"))


def test_a_link_without_a_card_is_not_asked_again_for_an_hour(time_machine):
    asked = []

    def fetch(url):
        asked.append(url)
        raise NoCard("status")

    time_machine.move_to("2026-03-01T08:00:00+08:00", tick=False)
    assert card_for("http://town.example/", fetch) is None
    assert card_for("http://town.example/", fetch) is None and len(asked) == 1
    assert LinkCard.objects.get().failed == "status"
    time_machine.shift(timedelta(hours=2))
    assert card_for("http://town.example/", _card).title == "Tea"


def test_a_card_outlives_its_site(time_machine):
    def gone(url):
        raise NoCard("unreachable")

    time_machine.move_to("2026-03-01T08:00:00+08:00", tick=False)
    card_for("http://town.example/", _card)
    time_machine.shift(timedelta(days=8))
    assert card_for("http://town.example/", gone).title == "Tea"


def test_what_is_no_link_gives_none():
    assert card_for("javascript:alert(1)", _card) is None and not LinkCard.objects.exists()


def test_a_card_known_from_elsewhere_is_kept_like_a_fetched_one():
    card = keep_card("http://town.example/tea", "Tea \u202e and hills", "", "河口镇")
    assert (card.title, card.site, card.image) == ("Tea and hills", "河口镇", None)
    assert card_for("http://town.example/tea", lambda url: pytest.fail("not asked again")) == card
