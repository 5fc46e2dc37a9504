"""Who gets an answer at the addresses of circles. The circle is the owner's, and the member is in it."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, MEMBER, OFFICIALS, OWNER, SIGNED_IN, access

ACCESS = (
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "circle", "circle-risen", why="every official; who holds no post keeps none, and reads so"),
    *access(OWNER | {"colleague", "other", "above"}, "circle-code", "circle-ask", why="whoever holds a post keeps a circle"),
    *access(OWNER, "circle-tie", "circle-visit", "circle-kept", "circle-let-go", why="who keeps it, and nobody who acts for them"),
    *access(EVERYBODY, "circle-in", "circle-in-code", why="whoever was shown the code"),
    *access(MEMBER, "circle-answer"),
    *access(SIGNED_IN, "circles-mine"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "get /circle", "get /circle/waiting"),
    *access(OWNER | {"colleague", "other", "above"}, "post /circle/codes"),
    *access(OWNER, "post /circle/ties", "get /circle/ties/{tie_id}", "post /circle/ties/{tie_id}/visits"),
    *access(OWNER, "post /circle/ties/{tie_id}/visits/{visit_id}/kept", "post /circle/ties/{tie_id}/let-go"),
    *access(SIGNED_IN, "get /circles"),
    *access(MEMBER, "post /circles/{tie_id}/answer", "post /circles/{tie_id}/leave"),
)
