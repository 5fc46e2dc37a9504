"""Who gets an answer at the addresses of cases. The case asked for is the member's own; no desk is named there, so that whoever holds a
post, or acts for one, handles it."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, MEMBERS, NOBODY, OFFICIALS, OWNER, SIGNED_IN, access

HOLD_A_POST = OWNER | {"colleague", "other", "above", "delegate"}
ACCESS = (
    *access(SIGNED_IN, "cases"),
    *access(EVERYBODY, "case-new", "case-received", "case-look-up", "case-like", "case-where"),
    *access(EVERYBODY, "cases-public", "cases-public-map", "cases-public-atom"),
    *access(NOBODY, "case-public", "case-public-picture", "case-public-poster", why="the member did not publish it"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "cases-desk"),
    *access(HOLD_A_POST, "case-call", "case-history", "case-move", "case-task"),
    *access(HOLD_A_POST | {"member"}, "case", "case-clock", "case-file"),
    *access(HOLD_A_POST, "cases-learning", "cases-learning-export", why="each stands at the top of a unit that receives"),
    *access(MEMBERS, "case-from-message"),
    *access(SIGNED_IN, "matter-make"),
    *access(HOLD_A_POST, "matter", "matter-take-out"),
    *access(OWNER, "case-show-word", why="it is a private word to the owner's post: whoever acts for it reads none"),
)
