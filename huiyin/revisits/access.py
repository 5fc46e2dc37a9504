"""Who gets an answer at the addresses of revisits: of answered cases of the member's, whoever has them in hand."""

from huiyin.cases.access import HOLD_A_POST
from huiyin.core.access import SIGNED_IN, access

ACCESS = (
    *access(HOLD_A_POST, "revisit-plan", "revisit-made"),
    *access(SIGNED_IN, "get /revisits"),
    *access(HOLD_A_POST, "post /cases/{case_id}/revisit", "post /cases/{case_id}/revisit/made"),
)
