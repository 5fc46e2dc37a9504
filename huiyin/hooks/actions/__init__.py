"""What happens with webhooks: they are made and ended, programs speak, programs are told."""

from huiyin.hooks.actions.lifecycle import (
    change_secret,
    end_subscription,
    make_hook,
    resume_subscription,
    revoke_hook,
    send_again,
    send_test,
    subscribe,
)
from huiyin.hooks.actions.speaking import hook_of, speak

__all__ = [
    "change_secret", "end_subscription", "hook_of", "make_hook", "resume_subscription", "revoke_hook", "send_again", "send_test",
    "speak", "subscribe",
]  # fmt: skip
