"""Somebody who is nobody walks every address of the deployment, every link of every page, and reads no name, number or word of another.

What could give somebody away is planted everywhere it could come from: words, titles, places, file names, what a camera wrote into a photo,
answers, notes, reasons, what was published before and changed, joiners, sealed and private cases, topics somebody typed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.cases.actions import (
    CaseDraft,
    answer_case,
    ask_extension,
    begin_case,
    case_from_message,
    follow_up,
    join_case,
    note_case,
    publish_case,
    register_case,
    reopen_case,
)
from huiyin.cases.models import Case
from huiyin.cases.rules import speaker_of
from huiyin.figures.actions import make_edition
from tests.cases.conftest import County
from tests.factories import a_group, a_person, a_phone, a_unit, say
from tests.permissions.places import places

NAME, PHONE, IDENTITY, CARD, HOUSE = "王小河", "13812345678", "110101199003078515", "6222021234567890128", "7号楼1单元302"
SAID = f"我叫{NAME}，电话{PHONE}，身份证{IDENTITY}，卡号{CARD}，住柳渡村{HOUSE}，"
#: Nobody reads any of these anywhere. The last ones mark what was never agreed to.
PLANTED = [NAME, PHONE, IDENTITY, CARD, HOUSE, "柳渡村三组", "赵大海", "13900001111", "138 1234 5678", "139 0000 1111",
           "内部话", "未公开的话", "收了钱", "群里的话",
           "改前的话", "三组的相机", "没解决的话", "延期的话", "邻居的话", "没确认的话", "杜撰话题", "取回的话"]  # fmt: skip
LINK = re.compile(r'(?:href|src|action)="([^"#]+)|<(?:id|link[^>]*href="|loc)>?"?([^"<]+)')
MOST = 400


def a_photo() -> SimpleUploadedFile:
    picture, exif = io.BytesIO(), Image.Exif()
    exif[0x013B], exif[0x010E] = NAME, "三组的相机"  # artist, description
    Image.new("RGB", (60, 40), "seagreen").save(picture, "JPEG", exif=exif)
    return SimpleUploadedFile(f"{NAME}家{PHONE}.jpg", picture.getvalue(), "image/jpeg")


def planted(county: County) -> Case:
    """Gives the one case that is public: of a house in which everything that gives somebody away stands somewhere else."""
    a_unit("柳渡村", a_unit("青渡镇", county.office, kind="town"), kind="village")
    who, desk, head = county.who("resident"), county.who("desk"), county.who("head")
    visitor = Client()
    told = {"text": f"{SAID}水管漏了", "place": "柳渡村三组", "name": NAME, "phone": PHONE, "topic": "杜撰话题", "key": "p"}
    visitor.post("/cases/new", told | {"files": [a_photo()]})
    shown = Case.objects.get()
    Case.objects.filter(pk=shown.pk).update(author=county.resident)
    county_case = Case.objects.get(pk=shown.pk)
    for move, data in (("accept", {"words": "改前的话"}), ("dispatch", {"lead": str(county.water.pk), "words": f"{NAME}家"})):
        from tests.factories import a_session

        browser = Client()
        browser.cookies["huiyin"] = a_session(county.desk)
        assert browser.post(f"/cases/{shown.pk}/moves/{move}", data | {"key": move}).status_code == 302
    begin_case(county_case, head, f"已联系{NAME} {PHONE}")
    note_case(county_case, head, f"内部话：{NAME}去年也报过")
    publish_case(county_case, who, picture=county_case.files.get().upload.key)
    publish_case(county_case, desk, title="改前的话", text="改前的话")
    publish_case(county_case, desk, title="水管漏了", text=f"{SAID}水管漏了")
    publish_case(county_case, who)
    answer_case(county_case, head, "solved", f"{NAME}您好，{PHONE}已联系，{HOUSE}的水管换好了。")
    reopen_case(county_case, who, f"没解决的话，{NAME}")
    answer_case(county_case, head, "solved", "又换好了。")
    for speaker in (desk, who):
        publish_case(county_case, speaker)
    reopen_case(county_case, who, f"没解决的话，{NAME}")
    answer_case(county_case, head, "solved", "没确认的话，也修了隔壁的井盖。")
    follow_up(county_case, who, True, True, True, True)
    return Case.objects.get(pk=shown.pk)


def planted_around(county: County) -> None:
    """What is not public at all: unpublished, wished, taken back, sealed, private, joined, called in."""
    from datetime import timedelta

    who, desk = county.who("resident"), county.who("desk")
    register_case(CaseDraft(f"未公开的话，{SAID}", place="柳渡村三组"), who)
    publish_case(county.given(text="未公开的话，只表示过同意"), who)
    back = county.given(text="取回的话，路灯坏了")
    for speaker in (who, desk):
        publish_case(back, speaker)
    publish_case(back, who, consent=False)
    register_case(CaseDraft("水务局的赵大海收了钱", accused=[county.water.pk], phone="13900001111"), who)
    register_case(CaseDraft("停水了", name="赵大海", phone="13900001111", channel="phone"), desk)
    lamp = county.given(text="青渡镇的路灯坏了", place="青渡镇")
    for speaker in (who, desk):
        publish_case(lamp, speaker)
    clock = lamp.clocks.filter(kind="handle").first()
    assert clock is not None
    ask_extension(Case.objects.get(pk=lamp.pk), county.who("head"), clock.due_at + timedelta(days=1), "延期的话")
    other = a_person(name="赵大海", phone=a_phone(), kind="resident")
    join_case(Case.objects.get(pk=lamp.pk), speaker_of(other), CaseDraft("邻居的话：我家门口的灯也坏了", place="柳渡村三组"))
    group = a_group(owner=county.desk, members=[other])
    case_from_message(say(group, other, f"群里的话，{SAID}"), speaker_of(county.desk), private=True)


def addresses(case: Case, county: County) -> Iterator[str]:
    """Every address of the house, with what is planted filled in; then what people look for."""
    upload = case.files.get().upload.key
    pks = {"int:pk": case.pk, "int:group": 1, "int:n": 1, "str:key": upload, "slug:variant": "thumb", "str:variant": "thumb",
           "casenumber:number": case.number, "slug:name": "publish", "str:name": quote("杜撰话题"), "code:code": "abcd"}  # fmt: skip
    for place in places():
        path = "/" + place.pattern
        for name, value in pks.items():
            path = path.replace(f"<{name}>", str(value))
        yield re.sub(r"<[^>]+>", "1", path)
    for number in {*Case.objects.values_list("number", flat=True)}:
        for tail in ("", "/picture/thumb", "/picture/large", "/poster.png"):
            yield f"/cases/public/{number}{tail}"
    for pk in Case.objects.values_list("pk", flat=True):
        yield from (f"/cases/{pk}", f"/cases/{pk}/clocks/1", f"/cases/{pk}/files/{upload}/large", f"/api/v1/cases/{pk}")
    for word in PLANTED:
        for path in ("/cases/public?q=", "/cases/public?topic=", "/cases/public.atom?q=", "/search?q=", "/api/v1/cases?q="):
            yield path + quote(word)
    yield from ("/api/v1/cases", "/api/v1/figures", "/api/v1/openapi.json", "/figures/cases.csv", "/robots.txt", "/sitemap.xml")


def test_nobody_reads_anything_of_anybody(county: County) -> None:
    case = planted(county)
    planted_around(county)
    make_edition()
    nobody, found, seen, waiting = Client(), [], set(), list(dict.fromkeys(addresses(case, county)))
    asked = {quote(word) for word in PLANTED}
    while waiting and len(seen) < MOST + len(asked) * 5:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        body, kind = read(nobody, path)
        # A search repeats what was typed into it: there it is theirs.
        typed = {word for word in PLANTED if quote(word) in path}
        found += [(path, word) for word in PLANTED if word not in typed and word in body]
        if "html" in kind or "xml" in kind:
            links = (a or b for a, b in LINK.findall(body))
            waiting += [p for link in links if (p := here(path, link)) and p not in seen]
    for text in ("水管漏了", "路灯坏了", "收了钱", NAME, "垃圾没人收"):
        body = nobody.post("/cases/like", {"text": text, "place": "青渡镇"}).content.decode()
        found += [(f"like {text}", word) for word in PLANTED if word in body]
    assert not found, "\n".join(f"{path}: {word}" for path, word in found)
    # The walk did come by what is public.
    assert {f"/cases/public/{case.number}", "/cases/public/map", "/figures", "/cases/public.atom"} <= seen
    shown = read(nobody, f"/cases/public/{case.number}")[0]
    assert "水管漏了" in shown and "又换好了" in shown and "青渡镇" in shown and str(case.pk) not in shown
    assert nobody.get(f"/cases/public/{case.number}/picture/large").status_code == 200
    assert read(nobody, "/cases/public")[0].count('class="card case-public"') == 2


def read(nobody: Client, path: str) -> tuple[str, str]:
    """Gives all that comes back for an address: headers and body, however it comes; pictures as the bytes they are."""
    try:
        answer: Any = nobody.get(path, follow=True)
    except RecursionError:
        return "", ""
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return f"{dict(answer.headers)}\n{body.decode('utf-8', 'replace')}", answer.headers.get("Content-Type", "")


def here(base: str, link: str) -> str:
    """Gives an address of ours that a link leads to, or nothing."""
    parts = urlsplit(urljoin(f"http://testserver{base}", link.replace("&amp;", "&")))
    if parts.netloc != "testserver" or parts.path.startswith("/static/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
