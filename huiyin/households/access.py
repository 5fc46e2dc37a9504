"""Who gets an answer at the addresses of households. The case asked for is the member's own; whoever holds a post has it in hand."""

from huiyin.cases.access import HOLD_A_POST
from huiyin.core.access import OWNER, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "who-looked"),
    *access(HOLD_A_POST, "household", "household-member", "household-entitle", "household-work"),
    *access(HOLD_A_POST, "household-member-gone", "household-entitlement-ended"),
    *access(SIGNED_IN, "get /looks"),
    *access(HOLD_A_POST, "get /cases/{case_id}/household", "post /cases/{case_id}/household/look"),
    *access(OWNER, "post /cases/{case_id}/household/members", why="who has said why they look, as for all that follows"),
    *access(OWNER, "delete /cases/{case_id}/household/members/{row}"),
    *access(OWNER, "post /cases/{case_id}/household/entitlements", "delete /cases/{case_id}/household/entitlements/{row}"),
    *access(OWNER, "post /cases/{case_id}/household/work"),
)
