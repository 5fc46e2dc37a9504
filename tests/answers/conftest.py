from tests.cases.conftest import county  # noqa: F401
from tests.printing.conftest import chinese_font  # noqa: F401
