"""What becomes of a moment: who reposted it from whom, as arithmetic (`tree`), places on paper (`layout`) and a picture (`picture`)."""
