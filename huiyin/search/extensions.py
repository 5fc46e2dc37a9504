"""What the search page adds to the frame."""

from huiyin.core.tabs import TabPages

EXTENSIONS = (TabPages("search", "messages", ("/search",)),)
