"""Who gets an answer at the addresses of groups. The group asked for is the owner's; the others are outside, but the member, who said the
one message in it; the change asked for is to mute it for oneself."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, MEMBERS, OFFICIALS, OWNER, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "messages"),
    *access(EVERYBODY, "join", "join-code"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "group-new"),
    *access(MEMBERS, "group", "group-messages", "group-read", "group-mentions", "group-uploads", "group-details", "group-members"),
    *access(MEMBERS, "group-gallery", "group-file", "message-forward", "message-receipts", "group-change", "group-card"),
    *access(OWNER, "group-add", "group-member-change", "group-source-add", "group-source-remove"),
    *access(OWNER, "group-invites", "group-invite", "group-invite-revoke", "message-mark"),
    *access(OWNER, "group-exports", "group-export-file", "group-export-remove"),
)
