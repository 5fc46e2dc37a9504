"""The staff list: a table of units, posts and who holds them; read, checked row by row, and written in the same form."""

from huiyin.people.staff_list.columns import COLUMNS, Row, rows_of
from huiyin.people.staff_list.draft import Fault, Plan, Planned, Step
from huiyin.people.staff_list.exporting import staff_rows
from huiyin.people.staff_list.planning import plan
from huiyin.people.staff_list.snapshot import snapshot

__all__ = ["COLUMNS", "Fault", "Plan", "Planned", "Row", "Step", "plan", "rows_of", "snapshot", "staff_rows"]
