"""Which kinds of file have text that is looked for (documents §13.3); nothing here opens one."""

from quipux.files.kinds import media_type

# Extension → name of the reader in `quipux.extraction.readers`.
_READERS = {"pdf": "pdf", "docx": "word", "xlsx": "sheet", "pptx": "slides", "odt": "opendocument", "ods": "opendocument",
            "odp": "opendocument", "rtf": "rich", "txt": "plain", "csv": "plain", "xml": "markup", "eml": "mail"}  # fmt: skip
READABLE: dict[str, str] = {media_type(extension): reader for extension, reader in _READERS.items()}
