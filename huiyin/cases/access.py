"""Who gets an answer at the addresses of cases. The case asked for is the member's own; no desk is named there, so that whoever holds a
post, or acts for one, handles it."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, MEMBER, MEMBERS, NOBODY, OFFICIALS, OWNER, SIGNED_IN, access

HOLD_A_POST = OWNER | {"colleague", "other", "above", "delegate"}
#: The unit that has it in hand.
LEADS = OWNER | {"colleague", "delegate"}
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
    *access(SIGNED_IN, "get /cases", "post /cases", "post /cases/uploads"),
    *access(SIGNED_IN, "post /cases/look-up", why="whoever has the number and the code"),
    *access(HOLD_A_POST | MEMBER, "get /cases/{case_id}", "post /cases/{case_id}/follow-up"),
    *access(MEMBERS, "post /groups/{group_id}/messages/{n}/case"),
    *access(HOLD_A_POST, *(f"post /cases/{{case_id}}/{move}" for move in ("accept", "decline", "dispatch", "lift"))),
    *access(HOLD_A_POST, *(f"post /cases/{{case_id}}/{move}" for move in ("ask", "split", "note", "recuse"))),
    *access(LEADS, *(f"post /cases/{{case_id}}/{move}" for move in ("object", "begin", "extension", "extension/{decision}"))),
    *access(HOLD_A_POST - OWNER, "post /cases/{case_id}/objection/{decision}", why="who objected does not decide"),
    *access(HOLD_A_POST - LEADS, "post /cases/{case_id}/answer", why="in the owner's unit nobody answers alone"),
    *access(OWNER | {"delegate"}, "post /cases/{case_id}/task", why="the task is of the owner's group"),
    *access(MEMBER, *(f"post /cases/{{case_id}}/{move}" for move in ("reply", "reopen", "review", "publish"))),
    *access(SIGNED_IN - MEMBER, "post /cases/{case_id}/join", why="the member asked for it"),
    *access(HOLD_A_POST, "post /matters", "get /matters/{matter_id}", "post /matters/{matter_id}/answer"),
    *access(HOLD_A_POST, "delete /matters/{matter_id}/cases/{case_id}"),
)
