"""Institutions, their áreas, who serves where, and what they share (institutions §5, §6, §8, §9)."""

from institutions.models.delegations import Delegation, DelegationState
from institutions.models.posts import Appointment, AppointmentTerm, Grant, Post, RevokedGrant, RoleTemplate
from institutions.models.requests import DataChange, ImportJob
from institutions.models.sharing import DistributionList, ListMember, SharedTray
from institutions.models.structure import Area, AreaVersion, Institution

__all__ = ["Appointment", "AppointmentTerm", "Area", "AreaVersion", "DataChange", "Delegation", "DelegationState",
           "DistributionList", "Grant", "ImportJob", "Institution", "ListMember", "Post", "RevokedGrant", "RoleTemplate",
           "SharedTray"]  # fmt: skip
