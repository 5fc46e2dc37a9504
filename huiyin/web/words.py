"""The words that scripts say; they reach the browser as JSON in every page (see base.html and static/web/js/words.js)."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huiyin.media.errors import MEGABYTE
from huiyin.media.kinds import LIMITS, TOO_LARGE

# The server's own words, with room for the size that the script sees.
_too_large = lazy(lambda kind: str(TOO_LARGE[kind]) % {"size": "{size}", "limit": LIMITS[kind] // MEGABYTE}, str)

SCRIPT_WORDS = {
    "offline": _("No network. You can read what was loaded; what you write is kept and sent when it is back."),
    "online": _("The network is back."),
    "failed": _("That did not get through. Nothing was lost: try again."),
    "signed_out": _("You are signed out on this device. Sign in again; what you wrote is kept here."),
    "copied": _("Copied."),
    "close": _("Close"),
    "cancel": _("Cancel"),
    "confirm": _("Yes, do it"),
    "again": _("Try again"),
    "send_as_new": _("Send it as a new one"),
    "sign_in": _("Sign in"),
    "ends_idle": _("You will be signed out at {time}: idle for long. What you wrote stays on this device."),
    "ends_whole": _("At {time} this device asks for a code, as every half year. What you wrote stays on this device."),
    "stays": _("You stay signed in."),
    "understood": _("Understood"),
    **{f"most_{kind}": str(limit // MEGABYTE) for kind, limit in LIMITS.items()},
    **{f"too_large_{kind}": _too_large(kind) for kind in LIMITS},
}
