"""Articles are Markdown: what is drawn, what is never let through, what it costs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.feed.markdown import HTML_LIMIT, Picture, _rendered, in_short, in_words, pictures_named, to_html
from tests.growth import grows_with_its_input

pytestmark = pytest.mark.no_database


def test_headings_lists_quotes_and_tables_are_drawn():
    html = to_html("# 标题\n\n- 甲\n- 乙\n\n> 引\n\n| 村 | 斤 |\n|---|---|\n| 芦苇村 | 200 |\n")
    for piece in ("<h3>标题</h3>", "<li>甲</li>", "<blockquote>", "<td>芦苇村</td>", 'class="article-table" tabindex="0"'):
        assert piece in html


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [("**注意：**今晚有雨", "<strong>注意：</strong>今晚"), ("他说**“开闸”**了", "<strong>“开闸”</strong>了"),
     ("a **b** c", "<strong>b</strong>"), ("2 * 3 * 4", "2 * 3 * 4"), ("~~旧~~", "<s>旧</s>"), ("snake_case_name", "snake_case_name")],
)  # fmt: skip
def test_emphasis_works_in_writing_without_spaces(typed, drawn):
    assert drawn in to_html(typed)


@pytest.mark.parametrize(
    "nasty",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](javascript:alert(1))",
     "[x](data:text/html,x)", "![x](https://elsewhere.example/track.png)", '[x](https://a.example "onmouseover=alert(1)")',
     "<https://a.example/\"onclick=alert(1)>", "[x](JaVaScRiPt:alert(1))", "&lt;script&gt;", "```<script>\nalert(1)\n```"],
)  # fmt: skip
def test_no_markup_of_the_writers_own_gets_through(nasty):
    html = to_html(nasty)
    assert not re.search(r"<(script|img|iframe)|<[^>]+\son\w+=|(href|src)=\"(?!https?://)", html), html


def test_links_are_followed_by_no_robot_and_open_no_way_back():
    assert 'rel="nofollow noopener noreferrer ugc"' in to_html("[好](https://a.example/?a=1&b=2)")
    assert "href" not in to_html("[相](/manage)")


def test_a_picture_is_the_articles_own_by_number_or_key():
    pictures = [Picture(1, "k" * 24, "/moments/5/files/kk/large", 60, 40)]
    for name in ("1", "图1", "k" * 24):
        assert 'src="/moments/5/files/kk/large" alt="塘边" width="60" height="40"' in to_html(f"![塘边]({name})", pictures)
    assert to_html("![塘边](2)", pictures) == "<p>塘边</p>\n"
    assert pictures_named("![a](1) ![b](图2)\n\n> ![c](1)") == ["1", "2"]


@given(st.text(alphabet="ab注。*_~`[]()!<>|-#\n \\&\"'1:/", max_size=300))
def test_whatever_is_typed_comes_out_closed_and_harmless(body):
    html = to_html(body, [Picture(1, "k" * 24, "/moments/1/files/k/large")])
    assert not re.search(r"<[^>]*\son\w+=|<script|<iframe|<style", html)
    assert set(re.findall(r'src="([^"]*)"', html)) <= {"/moments/1/files/k/large"}


@pytest.mark.parametrize("piece", ["[", "![", "*a ", "_a__", "<", "[a](<b", "**注：**", "a|\n-|\n", "> ", "- ", "`", "[a]: b\n"])
def test_what_it_costs_grows_with_the_text(piece):
    def draw(body):
        _rendered.cache_clear()
        return to_html(body)

    assert grows_with_its_input(draw, lambda n: piece * (n // len(piece)), 3_750)


def test_a_short_text_does_not_become_a_long_page_by_missing_cells():
    table = "|a" * 200 + "\n" + "|-" * 200 + "\n" + "b\n" * 14_000
    assert len(to_html(table)) < HTML_LIMIT


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("# 停水通知\n\n**今晚**八点起[停水](https://a.example)，见![图上的街](1)。", "停水通知\n今晚八点起停水，见图上的街。"),
        ("- 一\n- 二\n\n> 三\n\n| 日 | 价 |\n|---|---|\n| 周一 | 3元 |", "一\n二\n三\n日\n价\n周一\n3元"),
        ("```\ncode **x**\n```\n`行内` \\*不是\\* &amp; ~~删~~", "code **x**\n行内 *不是* & 删"),
        ("", ""),
    ],
)
def test_plain_words_bear_no_marks(body: str, words: str) -> None:
    assert in_words(body) == words and in_short("", body) == words and in_short("摘要", body) == "摘要"
