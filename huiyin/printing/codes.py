"""A QR code as a drawing inside a page."""

from __future__ import annotations

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def code_drawn(address: str) -> SafeString:
    """Draws a QR code as SVG: error correction M still reads from a creased sheet; black on white in every theme, with its quiet zone."""
    code = segno.make(address, error="m", micro=False)
    # The drawing holds shapes only; what is encoded is an address made here.
    return mark_safe(code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None))


def code_as_svg(address: str) -> str:
    """Gives a QR code as an SVG file's text, for a sheet of paper."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, svgns=True)
    return out.getvalue().decode()
