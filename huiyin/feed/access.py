"""Who gets an answer at the addresses of moments. The moment asked for is one for everyone signed in, said by the owner."""

from huiyin.core.access import ADMINISTRATORS, NOBODY, OFFICIALS, OWNER, SECURITY, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "square", "square-new", "topic", "person-moments", "person-follow", "person-mute", "moment-new"),
    *access(SIGNED_IN, "moment", "moment-comment", "moment-like", "moment-report", "moment-share"),
    *access(SIGNED_IN, "moment-reach", "moment-reach-csv"),
    *access(OWNER, "moment-edit", "moment-delete", "moment-reported"),
    *access(NOBODY, "moment-reported-forget", why="nothing was entered"),
    *access(NOBODY, "moment-file", "comment-delete", "study-answer", why="it bears no such picture, comment or request"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "moment-study"),
    *access(SECURITY, "reports"),
    *access(NOBODY, "report-decide", why="nothing was reported"),
    *access(NOBODY, "shared", why="no such code: the same as one that is not for everybody"),
)
