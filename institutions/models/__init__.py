"""Institutions, their áreas, who serves where, and what they share (institutions §5, §6, §8, §9)."""

from institutions.models.aiq_changes import AiqChange, AiqChangeState, InterimAiq
from institutions.models.coordination import Coordination
from institutions.models.courses import Course, CourseEdition, Enrolment
from institutions.models.delegations import Delegation, DelegationState
from institutions.models.departures import (
    BackupAnswer,
    Departure,
    DepartureItem,
    DeparturePiece,
    DepartureReason,
    DepartureState,
)
from institutions.models.implantation import CaseFile, CasePerson, ImplantationCase, Observation, YearlyNumber
from institutions.models.posts import Appointment, AppointmentTerm, Grant, Post, RevokedGrant, RoleTemplate
from institutions.models.proposals import CatalogueProposal
from institutions.models.purging import TenantPurge
from institutions.models.reorganisation import PlanKind, PlanState, ReorganisationPlan, Succession
from institutions.models.requests import DataChange, ImportJob
from institutions.models.sharing import DistributionList, ListMember, SharedTray
from institutions.models.structure import Area, AreaVersion, Institution
from institutions.models.support import SupportCapture, SupportCase, SupportModule, SupportState
from institutions.models.tracking import Evidence, FocalUser, SupportDesk, TrackingItem, TrackingTemplate

__all__ = [
    "AiqChange",
    "AiqChangeState",
    "Appointment",
    "AppointmentTerm",
    "Area",
    "AreaVersion",
    "BackupAnswer",
    "CaseFile",
    "CasePerson",
    "CatalogueProposal",
    "Coordination",
    "Course",
    "CourseEdition",
    "DataChange",
    "Delegation",
    "DelegationState",
    "Departure",
    "DepartureItem",
    "DeparturePiece",
    "DepartureReason",
    "DepartureState",
    "DistributionList",
    "Enrolment",
    "Evidence",
    "FocalUser",
    "Grant",
    "ImplantationCase",
    "ImportJob",
    "Institution",
    "InterimAiq",
    "ListMember",
    "Observation",
    "PlanKind",
    "PlanState",
    "Post",
    "ReorganisationPlan",
    "RevokedGrant",
    "RoleTemplate",
    "SharedTray",
    "Succession",
    "SupportCapture",
    "SupportCase",
    "SupportDesk",
    "SupportModule",
    "SupportState",
    "TenantPurge",
    "TrackingItem",
    "TrackingTemplate",
    "YearlyNumber",
]
