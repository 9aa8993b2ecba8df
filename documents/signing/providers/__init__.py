"""The ways by which a signed PDF comes; all of them end in the same acceptance (documents §9.1)."""

from documents.signing.providers.base import Provider
from documents.signing.providers.desktop import Desktop
from documents.signing.providers.server_p12 import ServerP12

DESKTOP, SERVER_P12 = Desktop(), ServerP12()

__all__ = ["DESKTOP", "SERVER_P12", "Provider"]
