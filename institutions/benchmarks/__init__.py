"""The measurements of institutions, registered by name for `manage.py bench` (performance.md §5)."""

MODULES = {"import": "institutions.benchmarks.importing"}
