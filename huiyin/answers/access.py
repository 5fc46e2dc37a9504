"""Who gets an answer at the addresses of answers. The case asked for is the member's own and not answered yet; the tests' house names no
desk, so that whoever holds a post handles it."""

from huiyin.core.access import NOBODY, OWNER, access

HOLD_A_POST = OWNER | {"colleague", "other", "above", "delegate"}
ACCESS = (
    *access(HOLD_A_POST, "case-answer", "answer-templates", "answer-template-new", "answer-second-eyes"),
    *access(NOBODY, "case-answer-decide", "case-answer-file", why="nothing waits for release"),
    *access(NOBODY, "matter-answer-decide", "matter-answer-file", why="nothing waits for release"),
    *access(NOBODY, "case-letter", "case-told", why="it is not answered"),
    *access(NOBODY, "answer-template", why="none of this number"),
)
