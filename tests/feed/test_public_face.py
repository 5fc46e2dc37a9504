"""What of moments leaves the house: every address, for strangers and members, whatever the audience was and became."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from PIL import Image

from huiyin.core.coordinates import to_gcj02
from huiyin.feed import actions
from huiyin.feed.models import Account
from huiyin.journal.models import Stream
from huiyin.media.actions import keep_upload
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.printing.fonts import has_chinese_font
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit
from tests.markup import markup
from tests.media import corpus

pytestmark = pytest.mark.django_db

WORDS = "白鱼村的鱼上岸了"
PLACE = {"name": "白鱼村", "lat": 30.4521, "lon": 114.8812}
AUDIENCES = ("public", "everyone", "unit", "group", "people")
PNG = b"\x89PNG"


@pytest.fixture(autouse=True)
def _no_origin(settings):
    settings.ORIGIN = ""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """An author with an account, unit and group; who is in all of these, and who in none. What a test does with it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic(), override("zh-hans"):
        yield _built()
        transaction.set_rollback(True)


def _built():
    unit = a_unit("白鱼镇政府")
    author, inside, outside = a_person("陈望舒"), a_person("周小满"), a_person("林见山", kind="resident")
    a_holding(author, a_post("镇长", unit=unit))
    a_holding(inside, a_post("干事", unit=unit))
    group = a_group(owner=author, members=[inside])
    chosen = {"unit": {"unit": unit.pk}, "group": {"group": group.pk}, "people": {"people": [inside.pk]}}
    return {"author": author, "inside": inside, "outside": outside, "unit": unit, "chosen": chosen}


def a_photo(owner) -> str:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (70, 120, 140)).save(out, "JPEG")
    return keep_upload(owner, SimpleUploadedFile("塘.jpg", out.getvalue()), "塘.jpg", "image/jpeg").key


def said(house, audience):
    """A moment with a picture and a place, for an audience; with the code of its author."""
    more = house["chosen"].get(audience, {})
    moment = actions.publish(
        house["author"], WORDS, audience=audience, uploads=(a_photo(house["author"]),), place=PLACE, topic="鱼", **more
    )  # fmt: skip
    return moment, actions.share(moment, house["author"]).code


def browser(person=None) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    if person is not None:
        client.cookies["huiyin"] = a_session(person)
    return client


def shows(client: Client, path: str) -> bool:
    """Whether an address gives away the moment: its words, or its picture."""
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code == 302 and answer.headers["Location"].startswith("/moments/"):
        return shows(client, answer.headers["Location"])
    if kind.startswith("image/") or path.startswith("/oembed"):
        return answer.status_code == 200
    return WORDS in body.decode() or bool(re.search(r'src="/moments/\d+/files/', body.decode()))


def addresses(house, moment, code) -> dict[str, str]:
    """Every address at which a moment may leave the house, by whether a stranger may ever have it there."""
    key = moment.files.get().upload.key
    return {
        "code": f"/m/{code}", "code-poster-page": f"/m/{code}/poster", "code-file": f"/m/{code}/files/{key}/large",
        "embed": f"/embed/moments/{moment.pk}", "embed-gallery": "/embed/gallery", "gallery": "/square/gallery", "map": "/square/map",
        "oembed": f"/oembed?url=http://testserver/moments/{moment.pk}", "oembed-code": f"/oembed?url=http://testserver/m/{code}",
        "atom-person": f"/people/{house['author'].pk}/moments.atom", "atom-topic": "/square/topics/鱼.atom",
        "code-thumb": f"/m/{code}/files/{key}/thumb", "moment": f"/moments/{moment.pk}", "file": f"/moments/{moment.pk}/files/{key}/large",
    }  # fmt: skip


OF_MEMBERS = ("moment", "file", "code", "gallery", "map")  # what is not public opens here to who may see it
OF_ALL = ("code-poster-page", "code-file", "code-thumb", "embed", "embed-gallery", "oembed", "oembed-code", "atom-person", "atom-topic")
ADDRESSES = (*OF_MEMBERS, *OF_ALL)
INSIDE = ("gallery", "map")  # for who is signed in


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_gives_a_moment_to_whom_it_reaches_and_to_nobody_else(house, name, audience):
    moment, code = said(house, audience)
    path = addresses(house, moment, code)[name]
    stranger, inside, outside = browser(), browser(house["inside"]), browser(house["outside"])
    public = audience == "public"
    assert shows(stranger, path) == (public and name not in INSIDE)
    if name in OF_MEMBERS:
        assert shows(inside, path), "who is in the audience"
        assert shows(outside, path) == (audience in ("public", "everyone"))
    else:
        assert shows(inside, path) == shows(outside, path) == public


CHANGES = {
    "narrowed": lambda house, moment: actions.change_audience(moment, house["author"], "people", people=[house["inside"].pk]),
    "deleted": lambda house, moment: actions.delete_moment(moment, house["author"]),
    "taken down": lambda house, moment: taken_down(house, moment),
}


def taken_down(house, moment):
    moderator = a_person()
    appoint_administrator(moderator, "security")
    actions.flag(moment, house["outside"], "false", "")
    actions.decide(moment.flags.get(), moderator, True, "不实")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_what_was_public_is_gone_from_every_address_when_it_is_so_no_longer(house, name, change):
    moment, code = said(house, "public")
    path = addresses(house, moment, code)[name]
    stranger, outside = browser(), browser(house["outside"])
    assert shows(outside, path) and (name in INSIDE or shows(stranger, path))
    CHANGES[change](house, moment)
    assert not shows(stranger, path) and not shows(outside, path)


def test_a_code_that_was_is_like_one_that_never_was(house):
    moment, code = said(house, "public")
    never = "2" * len(code)
    for change in CHANGES.values():
        moment, code = said(house, "public")
        change(house, moment)
        for after in ("", "/poster", "/poster.png", "/files/none/large"):
            was, unknown = browser().get(f"/m/{code}{after}"), browser().get(f"/m/{never}{after}")
            assert was.status_code == unknown.status_code == 404
            hide = re.compile(rf'{code}|{never}|name="csrf" content="\w+"|value="\w{{64}}"')
            assert hide.sub("", markup(was)) == hide.sub("", markup(unknown))


def test_a_picture_already_seen_is_asked_for_anew_and_not_given_from_memory(house):
    moment, code = said(house, "public")
    for path in (addresses(house, moment, code)["code-file"], addresses(house, moment, code)["file"]):
        first = browser().get(path)
        assert first["Cache-Control"] == "private, no-cache"
        assert browser().get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    actions.change_audience(moment, house["author"], "everyone")
    assert browser().get(path, headers={"if-none-match": first["ETag"]}).status_code == 404


def test_a_moment_under_a_code_is_one_small_answer_without_script_that_any_phone_reads(house):
    long = "江州县白鱼村的鲫鱼上岸了，个个四五斤。" * 250
    moment = actions.publish(house["author"], long[:5000], audience="public", uploads=[a_photo(house["author"]) for _n in range(18)])
    code = actions.share(moment, house["inside"]).code
    answer = browser().get(f"/m/{code}")
    page = markup(answer)
    assert len(answer.content) <= 60_000
    assert "<script" not in page and "<link" not in page.replace('<link rel="alternate"', "") and "Set-Cookie" not in answer
    assert page.count("<style>") == 1 and page.count('<img src="/m/') == 18
    assert "unsafe" not in answer["Content-Security-Policy"] and "style-src 'sha256-" in answer["Content-Security-Policy"]
    assert "'self'; frame" not in answer["Content-Security-Policy"] and answer["X-Frame-Options"] == "DENY"


def test_the_style_of_a_page_that_stands_alone_is_the_one_its_policy_names(house):
    import base64
    import hashlib

    _moment, code = said(house, "public")
    answer = browser().get(f"/m/{code}")
    style = re.search(r"<style>(.*)</style>", markup(answer), re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer["Content-Security-Policy"]


def test_a_preview_bears_title_words_and_picture_of_what_is_public(house, settings):
    settings.ORIGIN = "https://huiyin.example"
    settings.ALLOWED_HOSTS = ["*"]
    moment, code = said(house, "public")
    page = markup(browser().get(f"/m/{code}"))
    told = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', page))
    assert told["og:title"] == "陈望舒" and told["og:description"] == WORDS and told["og:url"] == f"https://huiyin.example/m/{code}"
    assert told["og:image"] == f"https://huiyin.example/m/{code}/files/{moment.files.get().upload.key}/large"


def test_a_repost_under_a_code_shows_the_words_of_its_path_and_the_root_as_far_as_public(house):
    root, _code = said(house, "public")
    middle = actions.repost(root, house["inside"], "今晚熬汤", audience="public")
    last = actions.repost(middle, house["author"], "大家帮帮忙", audience="public")
    code = actions.share(last, house["inside"]).code
    page = markup(browser().get(f"/m/{code}"))
    assert page.index("大家帮帮忙") < page.index("今晚熬汤") < page.index(WORDS)
    key = root.files.get().upload.key
    assert f"/m/{code}/files/{key}/large" in page and shows(browser(), f"/m/{code}/files/{key}/large")
    actions.delete_moment(root, house["author"])
    page = markup(browser().get(f"/m/{code}"))
    assert WORDS not in page and "大家帮帮忙" in page and not shows(browser(), f"/m/{code}/files/{key}/large")


def test_a_view_by_a_code_is_counted_once_for_it(house, monkeypatch):
    counted = []
    monkeypatch.setattr("huiyin.feed.views.shared.seen", lambda request, moment, code: counted.append((moment, code)))
    moment, code = said(house, "public")
    browser().get(f"/m/{code}")
    browser().get("/m/22222222")
    assert counted == [(moment.pk, code)]


def test_a_long_article_comes_in_parts_that_are_its_whole_text(house):
    from huiyin.feed.parts import PART_BYTES, parts_of

    text = "第一段。\n" * 9000 + "<" * 40_000
    parts = parts_of(text)
    assert "".join(parts) == text and all(len(part.encode()) <= PART_BYTES for part in parts)


needs_font = pytest.mark.skipif(not has_chinese_font(), reason="no Chinese font on this machine")


@needs_font
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_poster_is_for_who_may_see_the_moment_and_a_strangers_for_what_is_public(house, audience):
    moment, code = said(house, audience)
    own, public = f"/moments/{moment.pk}/poster.png", f"/m/{code}/poster.png"
    assert browser(house["inside"]).get(own).content[:4] == PNG
    assert (browser(house["outside"]).get(own).status_code == 200) == (audience in ("public", "everyone"))
    assert browser().get(own).status_code == 302
    for client in (browser(), browser(house["inside"])):
        assert (client.get(public).status_code == 200) == (audience == "public")


@needs_font
@pytest.mark.parametrize("change", CHANGES)
def test_a_poster_kept_in_memory_is_not_given_to_who_may_see_it_no_longer(house, change):
    moment, code = said(house, "public")
    own, public = f"/moments/{moment.pk}/poster.png", f"/m/{code}/poster.png"
    tags = {path: browser(house["outside"]).get(path)["ETag"] for path in (own, public)}
    CHANGES[change](house, moment)
    for path, tag in tags.items():
        assert browser(house["outside"]).get(path, headers={"if-none-match": tag}).status_code == 404


@needs_font
def test_a_poster_bears_the_sharers_own_code_and_says_for_whom_it_is(house, settings):
    zxingcpp = pytest.importorskip("zxingcpp")
    settings.ORIGIN = "https://huiyin.example"
    settings.ALLOWED_HOSTS = ["*"]
    moment, _code = said(house, "unit")
    png = browser(house["inside"]).get(f"/moments/{moment.pk}/poster.png").content
    mine = actions.share(moment, house["inside"]).code
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("RGB"))
    assert read.text == f"https://huiyin.example/m/{mine}"
    page = markup(browser(house["inside"]).get(f"/moments/{moment.pk}/poster"))
    assert "白鱼镇政府" in page and "仅" in page


@needs_font
def test_an_unchanged_poster_is_drawn_once_and_a_changed_one_anew(house, monkeypatch):
    from huiyin.printing import poster_cache

    drawn = []
    real = poster_cache.poster
    monkeypatch.setattr(poster_cache, "poster", lambda told: drawn.append(told) or real(told))
    moment, code = said(house, "public")
    path = f"/m/{code}/poster.png"
    first = browser().get(path)
    assert browser().get(path).content == first.content and len(drawn) == 1
    assert browser().get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    actions.edit_moment(moment, house["author"], "改了")
    assert browser().get(path).content != first.content and len(drawn) == 2


@needs_font
def test_posters_are_drawn_only_so_often_for_one_who_asks(house, monkeypatch):
    monkeypatch.setattr("huiyin.feed.views.posters.MADE_A_MINUTE", 2)
    _moment, code = said(house, "public")
    seen = [browser().get(f"/m/{code}/poster.png?layout={one}").status_code for one in ("top", "band", "words", "top")]
    assert seen == [200, 200, 429, 200], "what is in memory is no drawing"


@needs_font
def test_a_character_no_font_has_is_named_before_a_poster_is_made(house):
    moment = actions.publish(house["author"], "请\U000e0fffA找\U0010fffd", audience="public")
    page = markup(browser(house["author"]).get(f"/moments/{moment.pk}/share"))
    assert "U+10FFFD" in page and f"/moments/{moment.pk}/poster.png" not in page and f"/moments/{moment.pk}/poster" in page


def test_without_a_chinese_font_a_page_stands_in_for_the_poster(house, monkeypatch):
    monkeypatch.setattr("huiyin.printing.fonts.has_chinese_font", lambda: False)
    moment, code = said(house, "public")
    page = markup(browser(house["author"]).get(f"/moments/{moment.pk}/share"))
    assert "poster.png" not in page and f"/moments/{moment.pk}/poster" in page
    looked = browser().get(f"/m/{code}/poster.png", headers={"sec-fetch-dest": "document"})
    assert looked.status_code == 302 and looked["Location"] == f"/m/{code}/poster"
    assert browser().get(f"/m/{code}/poster.png").status_code == 503
    assert WORDS in markup(browser().get(f"/m/{code}/poster"))


def test_the_words_copied_with_a_poster_carry_no_address(house):
    moment = actions.publish(house["author"], "看https://a.example/b，再看 http://c.example 谢谢", audience="public")
    page = markup(browser(house["author"]).get(f"/moments/{moment.pk}/share"))
    copied = re.search(r'<textarea id="copied"[^>]*>(.*?)</textarea>', page, re.S)[1]
    assert "://" not in copied and "看，再看" in copied and "谢谢" in copied


def test_no_file_sent_out_knows_a_place(house):
    key = keep_upload(
        house["author"], SimpleUploadedFile("a.jpg", corpus.photo_from_a_phone()), "a.jpg", "image/jpeg", place_allowed=True
    ).key  # fmt: skip
    moment = actions.publish(house["author"], WORDS, audience="public", uploads=(key,), place=PLACE)
    code = actions.share(moment, house["author"]).code
    paths = [f"/m/{code}/files/{key}/large", f"/m/{code}/files/{key}/thumb", f"/moments/{moment.pk}/files/{key}/large"]
    paths += [f"/m/{code}/poster.png"] if has_chinese_font() else []
    for path in paths:
        answer = browser().get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        image = Image.open(io.BytesIO(body))
        assert not image.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & set(image.info) - {"icc_profile"}, path
        assert b"30.45" not in body and b"Exif" not in body


def test_a_feed_says_what_official_accounts_made_public_and_is_asked_again_only_for_what_changed(house):
    account = Account.objects.create(stream=Stream.objects.create(key="account:1"), unit=house["unit"], name="白鱼镇发布")
    actions.publish(house["author"], WORDS, audience="public", account=account.pk)
    actions.publish(house["author"], "内部的话", audience="everyone", account=account.pk)
    for path in ("/square/official.atom", f"/accounts/{account.pk}.atom"):
        first = browser().get(path)
        said = markup(first)
        assert first["Content-Type"].startswith("application/atom+xml")
        assert WORDS in said and "内部的话" not in said and "白鱼镇发布" in said
        assert WORDS not in markup(browser().get(f"/people/{house['author'].pk}/moments.atom")), "the account said it"
        again = browser().get(path, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304 and not again.content
        assert browser().get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    actions.publish(house["author"], "又一条", audience="public", account=account.pk)
    assert browser().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert browser().get("/accounts/999999.atom").status_code == 404


def test_words_in_a_feed_are_words_and_pages_say_where_their_feed_is(house):
    actions.publish(house["author"], "<script>alert(1)</script>&", audience="public", topic="鱼")
    tree = ElementTree.fromstring(browser().get("/square/topics/鱼.atom").content)
    (content,) = tree.iter("{http://www.w3.org/2005/Atom}summary")
    assert "<script" not in content.text and "&lt;script&gt;" in content.text
    inside = browser(house["inside"])
    for page, feed in (("/square?tab=official", "/square/official.atom"), ("/square/topics/鱼", "/square/topics/%E9%B1%BC.atom")):
        assert f'type="application/atom+xml" href="{feed}"' in markup(inside.get(page))


def test_only_embeds_may_be_framed_and_nobody_is_known_there(house):
    moment, code = said(house, "public")
    for path in (f"/embed/moments/{moment.pk}", "/embed/gallery", "/embed/moments/999999"):
        answer = browser(house["inside"]).get(path)
        page = markup(answer)
        assert "frame-ancestors *" in answer["Content-Security-Policy"] and "X-Frame-Options" not in answer and answer["X-Whose"] == ""
        assert "<script" not in page and not answer.cookies
        links = re.findall(r'<a [^>]*href="/moments/\d+"[^>]*>', page)
        assert '<base target="_top">' in page or all('target="_top"' in link for link in links)
    for path in (f"/m/{code}", f"/moments/{moment.pk}", "/square/gallery", "/", f"/oembed?url=http://testserver/m/{code}", "/embed/none"):
        answer = browser(house["inside"]).get(path)
        assert "frame-ancestors *" not in answer["Content-Security-Policy"] and answer["X-Frame-Options"] == "DENY"


def test_a_frame_shows_the_same_whoever_is_signed_in_on_that_browser(house):
    moment, _code = said(house, "everyone")
    assert browser(house["inside"]).get(f"/embed/moments/{moment.pk}").status_code == 404
    assert browser().get(f"/embed/moments/{moment.pk}").content == browser(house["inside"]).get(f"/embed/moments/{moment.pk}").content


def test_another_site_asks_how_to_show_a_moment_and_is_given_a_frame(house):
    moment, code = said(house, "public")
    told = browser().get("/oembed", {"url": f"http://testserver/m/{code}", "format": "json", "maxwidth": "300"}).json()
    assert told["version"] == "1.0" and told["type"] == "rich" and told["width"] == 300 and told["author_name"] == "陈望舒"
    assert f'src="http://testserver/embed/moments/{moment.pk}"' in told["html"]
    assert f"/oembed?url=http%3A%2F%2Ftestserver%2Fmoments%2F{moment.pk}" in markup(browser().get(f"/moments/{moment.pk}"))
    assert browser().get("/oembed", {"url": f"http://testserver/m/{code}", "format": "xml"}).status_code == 501
    for url in ("http://elsewhere.example/moments/1", "http://[", "http://testserver/me", "http://testserver/no-such"):
        assert browser().get("/oembed", {"url": url}).status_code == 404
    assert browser().get("/oembed").status_code == 422


def test_a_gallery_is_narrowed_by_place_division_topic_and_month(house):
    moment, _code = said(house, "public")
    inside = browser(house["inside"])
    key = moment.files.get().upload.key
    month = f"{moment.at:%Y-%m}"
    for query in ("", "?place=白鱼村", "?topic=鱼", f"?division={house['unit'].pk}", f"?month={month}", "?month=2026-99", "?division=x"):
        assert key in markup(inside.get(f"/square/gallery{query}")), query
    for query in ("?place=别处", "?topic=茶", f"?division={a_unit().pk}", "?month=2020-01"):
        assert key not in markup(inside.get(f"/square/gallery{query}")), query
    assert key in markup(browser().get("/embed/gallery?place=白鱼村"))
    assert key not in markup(browser().get("/embed/gallery?topic=茶"))


def test_a_map_without_tiles_is_drawn_and_one_with_tiles_asks_them_alone_and_names_its_review(house, settings):
    said(house, "public")
    plain = browser(house["inside"]).get("/square/map")
    assert "<circle" in markup(plain) and "data-tiles" not in markup(plain)
    settings.TILES, settings.TILES_SYSTEM = "https://{s}.tiles.example/{z}/{x}/{y}.png", "gcj02"
    settings.TILES_SOURCE, settings.TILES_REVIEW = "某图", "审图号：GS(2024)0650号"
    answer = browser(house["inside"]).get("/square/map")
    page = markup(answer)
    assert "审图号：GS(2024)0650号" in page and "img-src 'self' blob: data: https://*.tiles.example;" in answer["Content-Security-Policy"]
    lat, lon = float(re.search(r'data-lat="([\d.]+)"', page)[1]), float(re.search(r'data-lon="([\d.]+)"', page)[1])
    assert (round(lat, 4), round(lon, 4)) == tuple(round(one, 4) for one in to_gcj02(30.4521, 114.8812))
    assert "tiles.example" not in browser(house["inside"]).get("/square")["Content-Security-Policy"]
