"""What cannot be ordered, in words for whoever asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused, WrongState


class Full(Refused):
    """Nothing, or too little, is free; facts: `free_grams`."""

    status = 409
    code = "full"
    default_words = _("There is not enough left, and you did not want to wait. Nothing was ordered.")


class Closed(Refused):
    """No more orders are taken."""

    status = 409
    code = "closed"
    default_words = _("No more orders are taken here: it is closed.")


class OverStock(WrongState):
    """What was weighed is more than was ordered, and nothing is free; facts: `missing_grams`."""

    code = "over_stock"
    default_words = _(
        "This is heavier than what is left of the stock. Whoever answers for it has been asked to raise it; then enter it once more."
    )
