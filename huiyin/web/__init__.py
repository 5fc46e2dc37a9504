"""The shell around every page, and the pages that look across apps."""
