"""Who gets an answer at the addresses of Open311: everybody reads the same; keys are the system administrator's."""

from huiyin.core.access import EVERYBODY, NOBODY, SYSTEM, access

ACCESS = (
    *access(EVERYBODY, "open311-discovery", "open311-services", "open311-service", "open311-requests", "open311-updates"),
    *access(NOBODY, "open311-request", why="the member did not publish it"),
    *access(NOBODY, "open311-token", why="a token is known to the key that sent it, and browsers show none"),
    *access(NOBODY, "open311-top", "open311-elsewhere", why="the standard has nothing there"),
    *access(SYSTEM, "manage-open311", "manage-open311-end"),
)
