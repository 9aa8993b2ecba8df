"""What goes wrong with the store itself, told apart from one content that is not there."""

import errno

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StoreError(Exception):
    """The store does not work: unreachable, full, or not keeping what it was given.

    Nothing is wrong with the document or the part at hand, so it is no try of a document: the
    work stops, its lease is freed and it is done again later (backups §9.1 step 3).
    """

    @property
    def is_full(self) -> bool:
        """Whether the cause was a disk, or a quota, without room."""
        return isinstance(self.__cause__, OSError) and self.__cause__.errno in _FULL
