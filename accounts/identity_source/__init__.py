"""The Registro Civil, where an installation is connected to it (accounts-portal §3).

``QUIPUX_IDENTITY_SOURCE`` says where: ``none``, ``stub`` (synthetic people, for the demonstration) or the address of a service.
Everything works without it: what it says helps whoever types or decides, and decides nothing.
"""
