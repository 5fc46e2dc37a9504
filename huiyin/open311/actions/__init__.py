"""What changes: keys are made and end, requests come in, updates of them are taken."""

from huiyin.open311.actions.keys import end_key, key_shown, make_key
from huiyin.open311.actions.sending import Draft, Taken, send_request
from huiyin.open311.actions.updating import Update, take_update

__all__ = ["Draft", "Taken", "Update", "end_key", "key_shown", "make_key", "send_request", "take_update"]
