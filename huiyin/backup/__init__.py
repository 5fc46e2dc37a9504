"""Everything in one file, and back again: `huiyin backup`, `huiyin restore`. The file is described in docs/operators/backup.md."""
