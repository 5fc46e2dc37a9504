"""Who gets in at a reception: that there is one everybody may know. The tests' house has one of the owner's unit, on which the member
booked; it names no unit that receives requests, so that every topmost one does, and works at every desk."""

from huiyin.core.access import EVERYBODY, OWNER, access

HOLD_A_POST = OWNER | {"colleague", "other", "above", "delegate"}
ACCESS = (
    *access(EVERYBODY, "reception", "reception-day", "reception-screen", "reception-look-up", "reception-booked"),
    *access(HOLD_A_POST, "reception-new", "reception-desk", "reception-cancel", "visit-desk"),
    *access(HOLD_A_POST | {"member"}, "visit"),
)
