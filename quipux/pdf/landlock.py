"""Landlock (Linux 5.13 and later): a process gives up files and TCP for ever, without privileges.

Numbers and structures from the kernel's ``include/uapi/linux/landlock.h``.
"""

import ctypes
import os
import sys
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG, RULE_PATH_BENEATH, PR_SET_NO_NEW_PRIVS = 1, 1, 38
READ_FILE, READ_DIR = 1 << 2, 1 << 3
# Rights on files that each version of the interface knows: 13, then REFER, TRUNCATE and IOCTL_DEV.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS = 0b11, 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def restrict(readable: list[str]) -> bool:
    """Forbid this process all files but reading below ``readable``, and all TCP.

    Returns False where the kernel has no Landlock. Raises OSError when a rule is refused.
    """
    version = _version()
    if version < 1:
        return False
    ruleset = _Ruleset((1 << FILE_RIGHTS[min(version, 5)]) - 1, TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS)
    size = 8 if version < 4 else 16 if version < 6 else 24
    handle = _syscall(CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), 0)
    for path in readable:
        _allow(handle, path)
    _no_new_privileges()
    _syscall(RESTRICT_SELF, handle, 0)
    os.close(handle)
    return True


def _version():
    if sys.platform != "linux":
        return 0
    return _libc().syscall(ctypes.c_long(CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION_FLAG))


def _allow(handle, path):
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    access = READ_FILE | READ_DIR if Path(path).is_dir() else READ_FILE
    rule = _PathBeneath(access, folder)
    _syscall(ADD_RULE, handle, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(folder)


def _no_new_privileges():
    if _libc().prctl(PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        raise OSError(ctypes.get_errno(), "prctl")


def _syscall(number, *arguments):
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = _libc().syscall(ctypes.c_long(number), *wide)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"landlock call {number}")
    return result


def _libc():
    return ctypes.CDLL(None, use_errno=True)
