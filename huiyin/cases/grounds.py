"""Why a case may not be accepted: six grounds, each of which still gets its answer (GB/T 33358-2016; 国办函〔2025〕66号)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

#: ground → what it is called, and what its answer must say: where to turn.
GROUNDS: dict[int, tuple[Any, Any]] = {
    1: (_("It is for an emergency service"), _("Say which number to call: 110, 119, 120, 122.")),
    2: (_("The law has another way for it"), _("Say which way: court, arbitration, reconsideration, and until when.")),
    3: (_("It repeats an earlier case without anything new"), _("Say where the earlier answer can be read.")),
    4: (_("It touches a secret or somebody's private life"), _("Say what may be asked instead.")),
    5: (_("It is not ours to decide"), _("Say whose it is, and how to reach them.")),
    6: (_("It asks for something unlawful"), _("Say which rule stands against it.")),
}
