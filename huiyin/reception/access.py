"""Who gets in at a reception: that there is one everybody may know. The tests' house has one of the owner's unit, on which the member
booked; it names no unit that receives requests, so that every topmost one does, and works at every desk."""

from huiyin.core.access import EVERYBODY, OWNER, SIGNED_IN, access

HOLD_A_POST = OWNER | {"colleague", "other", "above", "delegate"}
ACCESS = (
    *access(EVERYBODY, "reception", "reception-day", "reception-screen", "reception-look-up", "reception-booked"),
    *access(HOLD_A_POST, "reception-new", "reception-desk", "reception-cancel", "visit-desk"),
    *access(HOLD_A_POST | {"member"}, "visit"),
    *access(SIGNED_IN, "get /reception", "get /reception/{day_id}", "post /reception/{day_id}/visits"),
    *access(HOLD_A_POST, "post /reception", *(f"post /reception/{{day_id}}/{move}" for move in ("cancel", "walk-in", "next"))),
    *access(HOLD_A_POST, "get /reception/{day_id}/line"),
    *access(HOLD_A_POST | {"member"}, "get /visits/{visit_id}", "post /visits/{visit_id}/give-back"),
    *access(HOLD_A_POST, *(f"post /visits/{{visit_id}}/{move}" for move in ("absent", "come-back", "done", "words", "agree", "register"))),
)
