"""``python -m huiyin`` is the same as the command ``huiyin``."""

from huiyin.cli import main

raise SystemExit(main())
