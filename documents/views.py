"""Trays and documents."""

from quipux import access


@access.servant
def tray(request, slug): ...
