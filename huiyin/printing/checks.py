"""What `huiyin check` asks about printing."""

from __future__ import annotations

from typing import Any

from django.core import checks

from huiyin.commands.language import gettext as _
from huiyin.printing.fonts import has_chinese_font


@checks.register()
def there_is_a_chinese_font(**_more: Any) -> list[checks.CheckMessage]:
    """Says so where posters and letters cannot be made: people are offered a page instead."""
    if has_chinese_font():
        return []
    words = _(
        "No Chinese font: posters are offered as pages, letters cannot be printed. On Debian: apt-get install fonts-noto-cjk, then "
        "restart; or name a folder of fonts in HUIYIN_FONTS."
    )
    return [checks.Warning(words, id="printing.W001")]
