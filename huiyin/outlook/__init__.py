"""预报: what producers and villages will bring to market, month by month, beside what the market took before."""
