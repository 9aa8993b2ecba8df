#!/usr/bin/env python3
"""Everything starts here: `demo` and `verify` on a bare machine, Django's commands after them."""

import os
import sys


def main() -> None:
    """Hands `demo` and `verify` to the bootstrap, which needs nothing but Python itself."""
    from quipux import bootstrap

    if sys.argv[1:2] and sys.argv[1] in bootstrap.COMMANDS:
        sys.exit(bootstrap.run(sys.argv[1], sys.argv[2:]))
    bootstrap.enter_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quipux.settings")
    from django.core.management import execute_from_command_line

    from quipux.configuration import ConfigurationError

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
