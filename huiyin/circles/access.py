"""Who gets an answer at the addresses of circles. No number asked for is anybody's tie, and the code asked for is a group's invitation."""

from huiyin.core.access import ADMINISTRATORS, NOBODY, OFFICIALS, OWNER, SIGNED_IN, access

ACCESS = (
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "circle", "circle-risen", why="every official; who holds no post keeps none, and reads so"),
    *access(OWNER | {"colleague", "other", "above"}, "circle-code", "circle-ask", why="whoever holds a post keeps a circle"),
    *access(NOBODY, "circle-tie", "circle-visit", "circle-kept", "circle-let-go", "circle-in", "circle-in-code", "circle-answer"),
    *access(SIGNED_IN, "circles-mine"),
)
