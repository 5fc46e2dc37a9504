"""What happens with destinations: robots are added and removed, mailboxes confirmed, what is to be told waits and is sent."""

from huiyin.channels.actions.mailboxes import ask_mailbox, choose_mail, confirm_mailbox, remove_mailbox, stop_mail
from huiyin.channels.actions.robots import add_robot, change_robot, remove_robot, resume_robot, send_again, send_test

__all__ = [
    "add_robot", "ask_mailbox", "change_robot", "choose_mail", "confirm_mailbox", "remove_mailbox", "remove_robot", "resume_robot",
    "send_again", "send_test", "stop_mail",
]  # fmt: skip
