"""The measurements of documents, registered by name for `manage.py bench` (performance.md §5)."""

MODULES = {
    "numbering": "documents.benchmarks.numbering",
    "search": "documents.benchmarks.search",
    "sending": "documents.benchmarks.sending",
    "trays": "documents.benchmarks.trays",
}
