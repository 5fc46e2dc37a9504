"""What becomes of handovers when a post changes hands."""

from huiyin.handover.actions import holder_came, holder_left
from huiyin.journal.recording import reacts_to

reacts_to("post.left")(holder_left)
reacts_to("post.taken")(holder_came)
