"""What people add to the frame."""

from huiyin.core.tabs import TabPages

EXTENSIONS = (TabPages("people", "people", ("/units",)), TabPages("administration", "me", ("/manage",)))
