"""Who gets an answer at the addresses of answers. The cases are the member's own, and the owner's unit has them in hand; no desk is named
there, so that whoever holds a post handles them."""

from huiyin.cases.access import HOLD_A_POST
from huiyin.core.access import MEMBER, OWNER, access

#: Of the unit that answers; the owner wrote what waits.
UNIT = OWNER | {"colleague", "delegate"}
ACCESS = (
    *access(HOLD_A_POST, "case-answer", "answer-templates", "answer-template-new", "answer-second-eyes"),
    *access(HOLD_A_POST, "case-answer-file", "case-told"),
    *access(HOLD_A_POST | MEMBER, "case-letter"),
    *access(UNIT - OWNER, "case-answer-decide", "matter-answer-decide", why="who did not write it releases it"),
    *access(UNIT, "matter-answer-file", "answer-template"),
)
