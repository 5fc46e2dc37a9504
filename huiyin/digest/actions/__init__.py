"""What happens with the digest."""

from huiyin.digest.actions.collecting import collect
from huiyin.digest.actions.deciding import Decision, Done, decide, finish, keep_place, undo

__all__ = ["Decision", "Done", "collect", "decide", "finish", "keep_place", "undo"]
