"""How circles answer what others record."""

from huiyin.circles.actions.handover import holder_came
from huiyin.journal.recording import reacts_to

reacts_to("post.taken")(holder_came)
