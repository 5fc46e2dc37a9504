"""Who gets an answer at the addresses of circles. The circle is the owner's, and the member is in it."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, MEMBER, OFFICIALS, OWNER, SIGNED_IN, access

ACCESS = (
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "circle", "circle-risen", why="every official; who holds no post keeps none, and reads so"),
    *access(OWNER | {"colleague", "other", "above"}, "circle-code", "circle-ask", why="whoever holds a post keeps a circle"),
    *access(OWNER, "circle-tie", "circle-visit", "circle-kept", "circle-let-go", why="who keeps it, and nobody who acts for them"),
    *access(EVERYBODY, "circle-in", "circle-in-code", why="whoever was shown the code"),
    *access(MEMBER, "circle-answer"),
    *access(SIGNED_IN, "circles-mine"),
)
