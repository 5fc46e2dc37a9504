"""A message is read without trust: any bytes give a message or a reason, quickly; what is no person's word says so."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.intake.mail.parser import Mail, NotReadable, read
from huiyin.intake.mail.words import from_html, without_quotes
from tests.growth import stays_within

pytestmark = pytest.mark.no_database


def a_mail(text: str = "水管漏了三天", subject: str = "水管漏水", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "王小明 <wang@example.com>", "letters@county.example", subject
    mail["Message-ID"] = "<1@example.com>"
    for name, said in headers.items():
        mail[name.replace("_", "-")] = said
    mail.set_content(text)
    return mail


def test_words_sender_subject_and_files_are_read():
    mail = a_mail()
    mail.add_attachment(b"\xff\xd8\xff" + b"0" * 30, maintype="image", subtype="jpeg", filename="水管.jpg")
    got = read(mail.as_bytes())
    assert (got.sender, got.name, got.subject, got.text, got.automatic) == ("wang@example.com", "王小明", "水管漏水", "水管漏了三天", "")
    assert [(one.name, one.kind) for one in got.files] == [("水管.jpg", "image/jpeg")]


def test_gb2312_is_read_and_a_charset_nobody_knows_is_marks():
    head = b"From: a@b.cn\r\nSubject: x\r\nContent-Type: text/plain; charset=%s\r\n\r\n"
    assert read(head % b"gb2312" + "水管漏了".encode("gbk")).text == "水管漏了"
    assert read(head % b"punycode" + b"water").text == "water"
    assert "\ufffd" in read(head % b"utf-8" + b"\xff\xfe").text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_headers_that_bear_chinese_as_it_is_are_read(charset: str):
    head = 'From: 王小明 <wang@example.com>\r\nSubject: 水管漏水\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    part = '--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename="水管.jpg"\r\n\r\n0000\r\n--b--\r\n'
    got = read((head + part).encode(charset))
    assert (got.name, got.sender, got.subject) == ("王小明", "wang@example.com", "水管漏水")
    assert [one.name for one in got.files] == ["水管.jpg"]
    assert read(b"From: a@b.cn\r\nSubject: \xff\xfe\r\n\r\nx").subject  # neither: marks, and no refusal


def test_html_becomes_words_and_what_is_hidden_in_it_goes():
    said = "<head><title>x</title></head><style>a{}</style><p>水管<b>漏</b>了</p><p>三天&lt;b&gt;</p><script>alert(1)</script>"
    assert from_html(said) == "水管漏了\n三天<b>"


def test_what_is_quoted_goes_and_what_is_all_quote_stays():
    assert without_quotes("还没好\n\n在 2026年11月28日，回音 <a@b.cn> 写道：\n> 已修好") == "还没好"
    assert without_quotes("还没好\n> 已修好\n> 再见") == "还没好"
    assert without_quotes("> 已修好") == "> 已修好"


@pytest.mark.parametrize(("header", "said", "why"), [
    ("Auto-Submitted", "auto-replied", "auto_submitted"), ("Precedence", "bulk", "precedence"), ("X-Loop", "x", "loop"),
    ("Return-Path", "<>", "empty_return_path"), ("List-Id", "<a.b>", "list"), ("X-Huiyin", "1", "loop"),
])  # fmt: skip
def test_what_no_person_wrote_says_so(header: str, said: str, why: str):
    assert read(a_mail(**{header.replace("-", "_"): said}).as_bytes()).automatic == why
    assert read(a_mail(Auto_Submitted="no").as_bytes()).automatic == ""


_LINES = st.sampled_from([
    b"From: a@b.cn", b"From: =?gbk?B?zfU=?= <a@b.cn>", b"Subject: =?utf-8?Q?=E6=B0", b"Content-Type: multipart/mixed; boundary=x",
    b"--x", b"--x--", b"", b"\xff\xfe", b" folded", b"=?", b"Date: x", b"Message-ID: <", b"References: <a@b> <c@d>", b"begin 644 a",
    b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"<p><b>x",
    b"Content-Type: text/html; charset=idna", b"Content-Disposition: attachment; filename*=utf-8''%ff",
    b"Content-Type: text/plain; charset*0=x; charset*1=y",
])  # fmt: skip


@given(st.one_of(st.binary(max_size=2000), st.lists(_LINES, max_size=40).map(b"\r\n".join)))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_message_or_a_reason(raw: bytes):
    try:
        assert isinstance(read(raw), Mail)
    except NotReadable as refused:
        assert refused.reason


_WORST = [b"<", b"<a ", b"<b><p>", b"=?", b">", b"\n>", b"--x\r\n", b"a: b\r\n", b"&lt", b"<!--", b"=3D", b"(", b"<p"]


@pytest.mark.parametrize("piece", _WORST)
def test_the_worst_takes_no_time(piece: bytes):
    heads = b"From: a@b.cn\r\nContent-Type: text/html\r\n\r\n", b"From: " + piece * 3000 + b"\r\n\r\n", b""
    for head in heads:
        letter = head + piece * 150_000
        assert stays_within(4000, lambda raw=letter: _read_or_refuse(raw))  # type: ignore[misc]


def _read_or_refuse(raw: bytes) -> None:
    try:
        read(raw)
    except NotReadable:
        pass


def test_what_is_nested_without_end_is_refused():
    nested = b"From: a@b.cn\r\n" + b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(500))
    with pytest.raises(NotReadable):
        read(nested)
    with pytest.raises(NotReadable):
        read(b"x" * (25 * 1024 * 1024 + 1))


@pytest.mark.parametrize("head", [b'multipart/x;a="' + b";" * 100_000, b"text/plain;" + b"a;" * 30_000])
def test_a_header_whose_reading_costs_the_square_of_its_length_is_given_up(head):
    with pytest.raises(NotReadable):
        read(b"From: a@b.cn\r\nSubject: x\r\nContent-Type: " + head + b"\r\n\r\nwords")


def test_parts_without_end_are_given_up_while_they_are_read():
    raw = b"From: a@b.cn\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\n\n" * 5000
    with pytest.raises(NotReadable):
        read(raw)


def test_a_letter_about_boundaries_is_a_letter():
    assert "boundary" in read(a_mail("the boundary of my land " * 30).as_bytes()).text
