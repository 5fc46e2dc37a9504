"""What the house asks and no other tool knows: only actions write, views ask nothing, pages keep the strict policy, what is
public says what it is, nothing private stands in a file."""

from .asking import sql_in_few_places
from .docstrings import docstrings_count_no_queries, public_things_say_what_they_are
from .layers import every_app_has_layers
from .pages import addresses_by_name, pages_keep_the_policy
from .texts import documents_name_what_is_there, long_files, long_tests, nothing_private, settings_in_one_place
from .tree import files
from .views import views_ask_nothing
from .writing import only_actions_write

__all__ = [
    "addresses_by_name", "docstrings_count_no_queries", "documents_name_what_is_there", "every_app_has_layers", "files", "long_files",
    "long_tests", "nothing_private", "only_actions_write", "pages_keep_the_policy", "public_things_say_what_they_are",
    "settings_in_one_place", "sql_in_few_places", "views_ask_nothing",
]  # fmt: skip
