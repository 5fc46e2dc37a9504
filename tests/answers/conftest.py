from tests.cases.conftest import county, program, programs  # noqa: F401
from tests.printing.conftest import chinese_font  # noqa: F401
