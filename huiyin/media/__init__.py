"""What people send with their words: photos, videos, files; and the cards of links. Knows nothing of groups or rights."""
