"""The measurements of documents, registered by name for `manage.py bench` (performance.md §5)."""

MODULES = {
    "numbering": "documents.benchmarks.numbering",
    "pdf": "documents.benchmarks.pdf",
    "search": "documents.benchmarks.search",
    "sending": "documents.benchmarks.sending",
    "trays": "documents.benchmarks.trays",
    "web": "documents.benchmarks.web",
}
