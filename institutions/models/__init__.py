"""Institutions, their áreas, who serves where, and what they share (institutions §5, §6, §9)."""

from institutions.models.posts import Appointment, Grant
from institutions.models.sharing import DistributionList, ListMember, SharedTray
from institutions.models.structure import Area, Institution

__all__ = ["Appointment", "Area", "DistributionList", "Grant", "Institution", "ListMember", "SharedTray"]
