"""How revisits answer what cases record."""

from huiyin.journal.recording import reacts_to
from huiyin.revisits.actions import answered, opened_again

reacts_to("case.answered")(answered)
reacts_to("case.reopened", "case.review_asked")(opened_again)
