"""Who gets an answer at the addresses of groups. The group asked for is the owner's; the others are outside, but the member, who said the
one message in it; the change asked for is to mute it for oneself."""

from huiyin.core.access import ADMINISTRATORS, EVERYBODY, MEMBER, MEMBERS, OFFICIALS, OWNER, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "messages"),
    *access(EVERYBODY, "join", "join-code"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "group-new"),
    *access(MEMBERS, "group", "group-messages", "group-read", "group-mentions", "group-uploads", "group-details", "group-members"),
    *access(MEMBERS, "group-gallery", "group-file", "message-forward", "message-receipts", "group-change", "group-card"),
    *access(OWNER, "group-add", "group-member-change", "group-source-add", "group-source-remove"),
    *access(OWNER, "group-invites", "group-invite", "group-invite-revoke", "message-mark"),
    *access(OWNER, "group-exports", "group-export-file", "group-export-remove"),
    *access(SIGNED_IN, "get /groups", "get /unread"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "post /groups"),
    *access(MEMBERS, "get /groups/{group_id}", "patch /groups/{group_id}", "get /groups/{group_id}/members", "get /groups/{group_id}/pins"),
    *access(MEMBERS, "get /groups/{group_id}/messages", "get /groups/{group_id}/messages/{n}"),
    *access(MEMBERS, "get /groups/{group_id}/messages/{n}/receipts"),
    *access(MEMBERS, "post /groups/{group_id}/messages", "post /groups/{group_id}/messages/{n}/forward", "post /groups/{group_id}/read"),
    *access(MEMBERS, "post /groups/{group_id}/uploads", "get /groups/{group_id}/files/{key}/{variant}"),
    *access(MEMBER, "post /groups/{group_id}/messages/{n}/recall", why="who said it"),
    *access(OWNER, "put /groups/{group_id}/messages/{n}/pin", "delete /groups/{group_id}/messages/{n}/pin", "put /groups/{group_id}/owner"),
    *access(OWNER, "post /groups/{group_id}/members", "patch /groups/{group_id}/members/{person_id}"),
    *access(OWNER, "delete /groups/{group_id}/members/{person_id}"),
    *access(OWNER, "get /groups/{group_id}/invites", "post /groups/{group_id}/invites", "delete /groups/{group_id}/invites/{invite_id}"),
)
