"""Copies between two files without the bytes passing through Python."""

import errno
import io
import os
import stat
from typing import BinaryIO

_REFUSALS = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF}
_BLOCK = 256 * 1024  # bytes per step of the plain copy
_PLAIN_TYPES = (io.FileIO, io.BufferedReader, io.BufferedRandom, io.BufferedWriter)


def is_plain_file(file: BinaryIO) -> bool:
    """Whether the kernel may work on the file's descriptor in place of `file`.

    Only what `open()` gives: others (gzip.open, for one) lend the descriptor of a file
    whose bytes are not those that `read()` returns.
    """
    raw = getattr(file, "raw", file)
    if type(raw) is not io.FileIO or type(file) not in _PLAIN_TYPES:
        return False
    return stat.S_ISREG(os.fstat(file.fileno()).st_mode)


def kernel_copy(source: int, target: int, count: int, source_at: int, target_at: int) -> int:
    """Copies up to `count` bytes between two descriptors; gives how many, 0 at the end.

    copy_file_range refuses across some file systems; sendfile almost never does; what
    both refuse is copied plainly. Raises `OSError` for any other trouble.
    """
    for copy in (_copy_file_range, _sendfile):
        try:
            if copied := copy(source, target, count, source_at, target_at):
                return copied
        except OSError as error:
            if error.errno not in _REFUSALS:
                raise
    return os.pwrite(target, os.pread(source, min(count, _BLOCK), source_at), target_at)


def _copy_file_range(source: int, target: int, count: int, source_at: int, target_at: int) -> int:
    return os.copy_file_range(source, target, count, source_at, target_at)


def _sendfile(source: int, target: int, count: int, source_at: int, target_at: int) -> int:
    os.lseek(target, target_at, os.SEEK_SET)
    return os.sendfile(target, source, source_at, count)
