"""What other programs take from the square by known protocols: Atom feeds (RFC 4287), oEmbed 1.0. Public moments alone."""
