"""What pebbles add to other apps' pages: their page lies under the tab *Matters*."""

from huiyin.core.tabs import TabPages

EXTENSIONS = (TabPages("pebble", "matters", ("/pebbles",)),)
