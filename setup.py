"""Built in a directory of its own: from a `build/` left in the checkout setuptools would install files that were deleted since."""

import atexit
import shutil
import tempfile

from setuptools import setup

work = tempfile.mkdtemp(prefix="huiyin-build-")
atexit.register(shutil.rmtree, work, ignore_errors=True)
setup(options={"build": {"build_base": work}})
