"""The administration of the platform: one site of Django's admin, with the sections that the apps bring."""

from quipux.administration.site import Administration, Page, Section

__all__ = ["Page", "Section", "site"]

site = Administration()
