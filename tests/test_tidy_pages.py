"""Long lines of templates are broken only where nobody who reads the page sees it."""

from __future__ import annotations

import re

import pytest

from tests import tidy_jinja
from tests.tidy_pages import MOST, laid_out

pytestmark = pytest.mark.sqlite_only
LONG = "x" * 50


def lines(text: str) -> list[str]:
    broken = laid_out(text)
    assert re.sub(r"\s", "", broken) == re.sub(r"\s", "", text), "nothing but spaces moves"
    assert laid_out(broken) == broken
    return broken.split("\n")


def test_blocks_come_each_on_a_line_and_words_break_at_their_spaces() -> None:
    assert lines(f"<div><p>{LONG}</p><p>{LONG}</p></div>") == ["<div>", f"<p>{LONG}</p>", f"<p>{LONG}</p>", "</div>"]
    assert lines(f"  {LONG} {LONG} {LONG}") == [f"  {LONG} {LONG}", f"    {LONG}"]


def test_between_things_in_a_line_no_space_comes_in() -> None:
    found = lines(f'<b class="a" id="{LONG}">1</b><i data-a="{LONG} {LONG}">2</i>')
    assert found == [f'<b class="a" id="{LONG}">1</b><i', f'  data-a="{LONG} {LONG}">2</i>']
    glued = f"<span>{LONG}</span>{{{{ x }}}}{{% if y %}}{LONG}{{% endif %}}{LONG}"
    assert laid_out(glued) == glued.replace(f"<span>{LONG}</span>", f"<span>{LONG}</span\n  >")


def test_what_is_drawn_only_sometimes_leaves_nothing_where_it_is_not() -> None:
    shown = f'<div class="foot">{{% if a %}}<p>{LONG}{LONG}</p>{{% endif %}}</div>'
    assert lines(shown) == ['<div class="foot">{% if a %}', f"<p>{LONG}{LONG}</p>", "{% endif %}</div>"]
    named = f'<p>{{% if a %}}{{% translate "{LONG}" %}}{{% else %}}{{% translate "{LONG}" %}}{{% endif %}}</p>'
    assert lines(named) == [f'<p>{{% if a %}}{{% translate "{LONG}" %}}{{% else %}}', f'  {{% translate "{LONG}" %}}{{% endif %}}</p>']


@pytest.mark.parametrize(
    "kept",
    [
        f"<pre>{LONG} {LONG} {LONG}</pre>", f"{{% blocktranslate %}}{LONG} {LONG} {LONG}{{% endblocktranslate %}}",
        f'{{% translate "{LONG} {LONG} {LONG}" %}}', f"{{# {LONG} {LONG} {LONG} #}}", f"<script>{LONG} {LONG} {LONG}</script>",
    ],
)  # fmt: skip
def test_what_cannot_be_broken_stays(kept: str) -> None:
    assert laid_out(kept) == kept and len(kept) > MOST


def test_words_that_are_trimmed_break_at_their_spaces() -> None:
    begin, end = "{% blocktranslate trimmed %}", "{% endblocktranslate %}"
    assert len(lines(f"{begin}{LONG} {LONG} {LONG}{end}")) > 1
    assert laid_out(f"{begin}<p>{LONG}</p><p>{LONG}</p>{end}") == f"{begin}<p>{LONG}</p><p>{LONG}</p>{end}"


@pytest.mark.parametrize(
    "template",
    [
        f'{{% if a %}}<p class="b" id="{LONG}">{LONG}</p>{{% endif %}} {{% if b %}} <i>{LONG}</i>{{% endif %}} x',
        f'<a href="{{{{ address("x") }}}}"{{% if a %}} data-a="1 2"{{% endif %}} id="{LONG}">{{{{ a or "{LONG} {LONG}" }}}} {LONG}</a>',
        f"{{%- if a -%}} {LONG} {{%- endif %}} <b>{LONG}</b> {{{{ (b or 'none of it') | upper }}}}{{# {LONG} #}}{LONG}",
    ],
)
def test_jinja_s_templates_draw_the_same_with_their_long_lines_broken(template: str) -> None:
    from jinja2 import Environment

    environment = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
    broken = tidy_jinja.laid_out(template)
    assert broken.count("\n") and tidy_jinja.laid_out(broken) == broken
    for told in ({"a": "x", "b": ""}, {"a": "", "b": "x"}, {}):
        drawn = [environment.from_string(text).render(address=lambda *_: "/", **told) for text in (template, broken)]
        assert re.sub(r"\n  ", " ", drawn[1]) == drawn[0]


@pytest.mark.parametrize("kept", [f'{{{{ "{LONG} {LONG} {LONG}" }}}}', f"{{# {LONG} {LONG} {LONG} #}}", f"{LONG} {LONG} {LONG}"])
def test_words_of_jinja_s_templates_stay_as_they_are(kept: str) -> None:
    assert tidy_jinja.laid_out(kept) == kept
