"""What of moments leaves the house: every address, for strangers and members, whatever the audience was and became."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.feed import actions
from huiyin.media.actions import keep_upload
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.printing.fonts import has_chinese_font
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit
from tests.media import corpus

pytestmark = pytest.mark.django_db

WORDS = "白鱼村的鱼上岸了"
PLACE = {"name": "白鱼村", "lat": 30.4521, "lon": 114.8812}
AUDIENCES = ("public", "everyone", "unit", "group", "people")
PNG = b"\x89PNG"


@pytest.fixture
def house(settings):
    """An author with an account, unit and group; who is in all of these, and who in none."""
    settings.ORIGIN = ""
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
    if kind.startswith("image/"):
        return answer.status_code == 200
    return WORDS in body.decode() or "\\u767d\\u9c7c\\u6751\\u7684" in body.decode()


def addresses(house, moment, code) -> dict[str, str]:
    """Every address at which a moment may leave the house, by whether a stranger may ever have it there."""
    key = moment.files.get().upload.key
    return {
        "code": f"/m/{code}", "code-poster-page": f"/m/{code}/poster", "code-file": f"/m/{code}/files/{key}/large",
        "code-thumb": f"/m/{code}/files/{key}/thumb", "moment": f"/moments/{moment.pk}", "file": f"/moments/{moment.pk}/files/{key}/large",
    }  # fmt: skip


OF_MEMBERS = ("moment", "file", "code")  # what is not public opens here to who may see it
ADDRESSES = ("code", "code-poster-page", "code-file", "code-thumb", "moment", "file")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_gives_a_moment_to_whom_it_reaches_and_to_nobody_else(house, name, audience):
    moment, code = said(house, audience)
    path = addresses(house, moment, code)[name]
    stranger, inside, outside = browser(), browser(house["inside"]), browser(house["outside"])
    public = audience == "public"
    assert shows(stranger, path) == public
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
    actions.report(moment, house["outside"], "false", "")
    actions.decide(moment.reports.get(), moderator, True, "不实")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_what_was_public_is_gone_from_every_address_when_it_is_so_no_longer(house, name, change):
    moment, code = said(house, "public")
    path = addresses(house, moment, code)[name]
    stranger, outside = browser(), browser(house["outside"])
    assert shows(stranger, path) and shows(outside, path)
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
            assert hide.sub("", was.content.decode()) == hide.sub("", unknown.content.decode())


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
    page = answer.content.decode()
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
    style = re.search(r"<style>(.*)</style>", answer.content.decode(), re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer["Content-Security-Policy"]


def test_a_preview_bears_title_words_and_picture_of_what_is_public(house, settings):
    settings.ORIGIN = "https://huiyin.example"
    settings.ALLOWED_HOSTS = ["*"]
    moment, code = said(house, "public")
    page = browser().get(f"/m/{code}").content.decode()
    told = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', page))
    assert told["og:title"] == "陈望舒" and told["og:description"] == WORDS and told["og:url"] == f"https://huiyin.example/m/{code}"
    assert told["og:image"] == f"https://huiyin.example/m/{code}/files/{moment.files.get().upload.key}/large"


def test_a_repost_under_a_code_shows_the_words_of_its_path_and_the_root_as_far_as_public(house):
    root, _code = said(house, "public")
    middle = actions.repost(root, house["inside"], "今晚熬汤", audience="public")
    last = actions.repost(middle, house["author"], "大家帮帮忙", audience="public")
    code = actions.share(last, house["inside"]).code
    page = browser().get(f"/m/{code}").content.decode()
    assert page.index("大家帮帮忙") < page.index("今晚熬汤") < page.index(WORDS)
    key = root.files.get().upload.key
    assert f"/m/{code}/files/{key}/large" in page and shows(browser(), f"/m/{code}/files/{key}/large")
    actions.delete_moment(root, house["author"])
    page = browser().get(f"/m/{code}").content.decode()
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
    page = browser(house["inside"]).get(f"/moments/{moment.pk}/poster").content.decode()
    assert "白鱼镇政府" in page and "仅" in page


@needs_font
def test_an_unchanged_poster_is_drawn_once_and_a_changed_one_anew(house, monkeypatch):
    from huiyin.printing import kept

    drawn = []
    real = kept.poster
    monkeypatch.setattr(kept, "poster", lambda told: drawn.append(told) or real(told))
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
    page = browser(house["author"]).get(f"/moments/{moment.pk}/share").content.decode()
    assert "U+10FFFD" in page and f"/moments/{moment.pk}/poster.png" not in page and f"/moments/{moment.pk}/poster" in page


def test_without_a_chinese_font_a_page_stands_in_for_the_poster(house, monkeypatch):
    monkeypatch.setattr("huiyin.printing.fonts.has_chinese_font", lambda: False)
    moment, code = said(house, "public")
    page = browser(house["author"]).get(f"/moments/{moment.pk}/share").content.decode()
    assert "poster.png" not in page and f"/moments/{moment.pk}/poster" in page
    looked = browser().get(f"/m/{code}/poster.png", headers={"sec-fetch-dest": "document"})
    assert looked.status_code == 302 and looked["Location"] == f"/m/{code}/poster"
    assert browser().get(f"/m/{code}/poster.png").status_code == 503
    assert WORDS in browser().get(f"/m/{code}/poster").content.decode()


def test_the_words_copied_with_a_poster_carry_no_address(house):
    moment = actions.publish(house["author"], "看https://a.example/b，再看 http://c.example 谢谢", audience="public")
    page = browser(house["author"]).get(f"/moments/{moment.pk}/share").content.decode()
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
