"""Who gets an answer at the addresses of households. The case asked for is the member's own; whoever holds a post has it in hand."""

from huiyin.cases.access import HOLD_A_POST
from huiyin.core.access import SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "who-looked"),
    *access(HOLD_A_POST, "household", "household-member", "household-entitle", "household-work"),
    *access(HOLD_A_POST, "household-member-gone", "household-entitlement-ended"),
)
