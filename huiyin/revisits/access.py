"""Who gets an answer at the addresses of revisits: the case asked for is not answered yet, and none is planned."""

from huiyin.core.access import NOBODY, access

ACCESS = access(NOBODY, "revisit-plan", "revisit-made")
