"""Harvests for sale: listings, orders, the ledger of every gram."""
