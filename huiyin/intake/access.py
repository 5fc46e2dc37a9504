"""Who gets an answer at the addresses of intake."""

from huiyin.core.access import OWNER, access

ACCESS = (*access(OWNER | {"colleague", "other", "above", "delegate"}, "case-paper-letter"),)
