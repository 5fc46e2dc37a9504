"""The journal: the only thing that speaks. Streams, entries, the chain, clocks, and the errors that carry words for people."""
