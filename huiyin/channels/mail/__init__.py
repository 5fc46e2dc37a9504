"""E-mail to people who confirmed a mailbox."""
