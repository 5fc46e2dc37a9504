"""Who gets an answer at the addresses of moments. The moment asked for is one for everyone signed in, said by the owner."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, NOBODY, OFFICIALS, OWNER, SECURITY, SIGNED_IN, SYSTEM, access

#: The account is of the unit in which the owner and a colleague hold posts, and somebody acts for one.
WRITERS = OWNER | {"colleague", "delegate"}
ACCESS = (
    *access(SIGNED_IN, "accounts", "account-follow"),
    *access(EVERYBODY, "account", why="what it published for everybody is for a stranger too"),
    *access(WRITERS | {"above", "other"} | SYSTEM, "account-new"),
    *access(WRITERS | SYSTEM, "account-edit", "account-close"),
    *access(WRITERS, "article-new", "article", "article-edit", "article-publish", "article-correct", "article-discard"),
    *access(NOBODY, "article-file", why="it bears no such picture"),
    *access(SIGNED_IN, "square", "square-new", "topic", "person-moments", "person-follow", "person-mute", "moment-new"),
    *access(SIGNED_IN, "moment", "moment-comment", "moment-like", "moment-report", "moment-share"),
    *access(SIGNED_IN, "moment-reach", "moment-reach-csv"),
    *access(OWNER, "moment-edit", "moment-delete", "moment-reported"),
    *access(NOBODY, "moment-reported-forget", why="nothing was entered"),
    *access(NOBODY, "moment-file", "comment-delete", "study-answer", why="it bears no such picture, comment or request"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "moment-study"),
    *access(SECURITY, "reports"),
    *access(NOBODY, "report-decide", why="nothing was reported"),
    *access(SIGNED_IN, "gallery", "map"),
    *access(EVERYBODY, "embed-gallery", "embed-map"),
    *access(NOBODY, "embed-moment", why="there is none of that number, or it is not public"),
    *access(SIGNED_IN, "moment-poster", "moment-poster-page"),
    *access(NOBODY, "shared", "shared-file", "shared-poster", "shared-poster-page", why="no such code"),
)
