"""Who gets an answer at the addresses of moments. The moment asked for is one for everyone signed in, said by the owner."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, MEMBER, MEMBERS, NOBODY, OFFICIALS, OWNER, SECURITY, SIGNED_IN, SYSTEM, access

#: The account is of the unit in which the owner and a colleague hold posts, and somebody acts for one.
WRITERS = OWNER | {"colleague", "delegate"}
ACCESS = (
    *access(SIGNED_IN, "accounts", "account-follow"),
    *access(EVERYBODY, "account", why="what it published for everybody is for a stranger too"),
    *access(WRITERS | {"above", "other"} | SYSTEM, "account-new"),
    *access(WRITERS | SYSTEM, "account-edit", "account-close"),
    *access(WRITERS, "article-new", "article", "article-edit", "article-publish", "article-correct", "article-discard"),
    *access(WRITERS, "article-file"),
    *access(SIGNED_IN, "square", "square-new", "topic", "person-moments", "person-follow", "person-mute", "moment-new"),
    *access(SIGNED_IN, "moment", "moment-file", "moment-comment", "moment-like", "moment-report", "moment-share"),
    *access(SIGNED_IN, "moment-reach", "moment-reach-csv"),
    *access(OWNER, "moment-edit", "moment-delete", "moment-reported", "moment-reported-forget"),
    *access(MEMBERS, "comment-delete", why="the member said it, under what the owner said"),
    *access(MEMBER, "study-answer", why="who was asked"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "moment-study"),
    *access(SECURITY, "reports", "report-decide"),
    *access(SIGNED_IN, "gallery", "map"),
    *access(EVERYBODY, "embed-gallery", "embed-map"),
    *access(NOBODY, "embed-moment", why="it is for everyone signed in: what is not public stands in no frame"),
    *access(SIGNED_IN, "moment-poster", "moment-poster-page"),
    *access(SIGNED_IN, "shared", why="a code widens no audience"),
    *access(NOBODY, "shared-file", "shared-poster", "shared-poster-page", why="it is for everyone signed in: a code shows what is public"),
    *access(SIGNED_IN, "get /moments", "post /moments", "post /uploads", "get /moments/{moment_id}"),
    *access(SIGNED_IN, "get /moments/{moment_id}/files/{key}/{variant}"),
    *access(SIGNED_IN, "get /moments/{moment_id}/cascade", "get /moments/{moment_id}/reach"),
    *access(SIGNED_IN, "get /moments/{moment_id}/comments", "post /moments/{moment_id}/comments", "post /moments/{moment_id}/report"),
    *access(SIGNED_IN, "post /moments/{moment_id}/like", "delete /moments/{moment_id}/like", "post /moments/{moment_id}/share"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "post /moments/{moment_id}/study"),
    *access(OWNER, "patch /moments/{moment_id}", "delete /moments/{moment_id}", "put /moments/{moment_id}/audience"),
    *access(MEMBERS, "delete /moments/{moment_id}/comments/{comment_id}"),
    *access(SIGNED_IN, "get /accounts", "get /accounts/{account_id}", "post /accounts/{account_id}/follow"),
    *access(SIGNED_IN, "delete /accounts/{account_id}/follow"),
    *access(WRITERS, "post /accounts/{account_id}/articles"),
)
