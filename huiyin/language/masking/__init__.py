"""What of a person stands in a text, found so that it can be masked: names, numbers, plates, addresses. Pure Python."""

from huiyin.language.masking.figures import is_id_number, passes_luhn
from huiyin.language.masking.finding import find_personal, mask
from huiyin.language.masking.model import Found, Kind

__all__ = ["Found", "Kind", "find_personal", "is_id_number", "mask", "passes_luhn"]
