"""Phone numbers: one spelling (E.164, +8613800001234) however they were typed."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid

_MAINLAND = re.compile(r"1[3-9]\d{9}")
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")
_AROUND = re.compile(r"[\s\-‐-―()（）.·\u200b-\u200f\u202a-\u202e]+")


def clean_phone(text: str) -> str:
    """Gives the number as it is kept. Takes it with spaces, dashes, full-width digits, 86, +86 or 0086 before it; abroad with +.

    Raises Invalid (field "phone") for what is no mobile number: codes cannot reach it.
    """
    digits = _AROUND.sub("", unicodedata.normalize("NFKC", str(text)))
    digits = re.sub(r"^00(?=[1-9])", "+", digits)
    if found := re.fullmatch(r"(?:\+?86)?(1[3-9]\d{9})", digits):
        return f"+86{found[1]}"
    if _ABROAD.fullmatch(digits) and not digits.startswith("+86"):
        return digits
    raise Invalid(_("This is not a mobile phone number. It should have 11 digits, like 138 0000 1234."), field="phone")


def phone_for_reading(phone: str | None) -> str:
    """Gives a kept number as people read it: 138 0000 1234. Abroad as it is; "" for none."""
    if phone and phone.startswith("+86") and _MAINLAND.fullmatch(phone[3:]):
        return f"{phone[3:6]} {phone[6:10]} {phone[10:]}"
    return phone or ""


def veiled_phone(phone: str | None) -> str:
    """Gives a number so that its owner knows it again and nobody else learns it: 138 •••• 1234."""
    return f"{phone[:-8].removeprefix('+86')} •••• {phone[-4:]}" if phone and len(phone) > 10 else ("••••" if phone else "")
