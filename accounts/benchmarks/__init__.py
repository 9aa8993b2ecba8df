"""The measurements of accounts, registered by name for `manage.py bench` (performance.md §5)."""

MODULES = {"entering": "accounts.benchmarks.entering"}
