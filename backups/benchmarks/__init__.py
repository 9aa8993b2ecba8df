"""The measurements of backups, registered by name for `manage.py bench` (performance.md §5)."""

MODULES = {
    "archive": "backups.benchmarks.archive",
    "night": "backups.benchmarks.night",
    "request": "backups.benchmarks.request",
    "selection": "backups.benchmarks.selection",
}
