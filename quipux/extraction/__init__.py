"""Text out of attached files, read in a limited child process (documents §13.3, safety §2.5, §2.6).

`quipux.extraction.reading.extract_text` is the only door; the readers run inside the child alone.
"""
