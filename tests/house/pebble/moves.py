"""What can become of a pebble."""

from django.utils.translation import pgettext_lazy

from huiyin.core.moves import Move, Moves
from tests.house.pebble.models import State

MOVES = Moves(
    "pebble", State.values, begins=State.LAID, ends=(State.LIFTED,),
    rows=(
        Move("lift", (State.LAID,), State.LIFTED, ("holder",), pgettext_lazy("move of a pebble", "Lift"), brings=("answer",)),
    ),
)  # fmt: skip
