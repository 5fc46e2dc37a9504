"""Who gets an answer at the addresses of the door, of oneself, of people and units, and of the administration."""

from huiyin.core.access import ADMINISTRATORS, AUDIT, EVERYBODY, MEMBER, NOBODY, OWNER, SECURITY, SIGNED_IN, SYSTEM, access

ACCESS = (
    *access(EVERYBODY, "language", "sign_in", "sign_in_code", "sign_in_passkey", "sign_in_passkey_options", "sign_out"),
    *access(NOBODY, "sign_in_oidc", "sign_in_oidc_callback", why="no provider is configured"),
    *access(SIGNED_IN, "me", "me_settings", "me_name", "session", "devices", "devices_end_others"),
    *access(SIGNED_IN, "passkeys", "passkey_options", "passkey_add", "again_passkey_options", "again_passkey", "tokens"),
    *access(MEMBER, "device_end", "passkey_rename", "passkey_remove", "token-revoke", why="each is the member's"),
    *access(SIGNED_IN, "people", "people-suggest", "person", "unit"),
    *access(OWNER | SYSTEM, "hand-on"),
    *access(OWNER | SYSTEM | {"delegate"}, "end-hand-on"),
    *access(ADMINISTRATORS, "manage"),
    *access(SYSTEM, "manage-unit-hours", "manage-units", "manage-unit-new", "manage-unit", "manage-unit-close"),
    *access(SYSTEM, "manage-posts", "manage-post-new", "manage-post", "manage-post-take", "manage-post-close", "manage-holding-end"),
    *access(SYSTEM, "manage-delegations", "manage-person-new", "manage-person"),
    *access(SYSTEM, "manage-staff", "manage-staff-import", "manage-staff-preview", "manage-staff-export"),
    *access(SYSTEM, "manage-days", "manage-days-export", "manage-codes"),
    *access(SECURITY, "manage-administrators", "manage-appoint", "manage-dismiss", "manage-locks", "manage-lock", "manage-unlock"),
    *access(AUDIT, "manage-journal", "manage-journal-csv", "manage-journal-verify"),
    *access(SIGNED_IN, "get /me", "get /people", "get /people/{person_id}", "get /units", "get /units/{unit_id}"),
)
