"""What happens with the digest."""

from huiyin.digest.actions.collecting import collect
from huiyin.digest.actions.deciding import Decision, decide, finish, keep_place, undo

__all__ = ["Decision", "collect", "decide", "finish", "keep_place", "undo"]
