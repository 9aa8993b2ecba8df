"""People, what is known of them as citizens, and their requests to sign electronically."""

from accounts.models.applications import Agreement, ApplicationState, CertificateKind, SignatureApplication
from accounts.models.catalogues import CatalogueEntry, CatalogueKind
from accounts.models.emails import EmailChange, EmailLink, EmailLinkKind, EmailUse, EmailWay, SecurityCase
from accounts.models.factors import FactorReset, RecoveryCode, SecondFactor
from accounts.models.incidents import Incident, IncidentNature, IncidentPerson, IncidentState
from accounts.models.links import LinkKind, PasswordLink
from accounts.models.merges import Merge, MergedRow
from accounts.models.people import (
    MANAGE_CREDENTIALS,
    CitizenKind,
    CitizenOrigin,
    CitizenProfile,
    CitizenState,
    CredentialState,
    IdentityKind,
    User,
    UserManager,
)
from accounts.models.registrations import PersonChange, Registration
from accounts.models.roles import GrantState, Role, RoleGrant
from accounts.models.sessions import OpenSession
from accounts.models.signed_requests import SignedRequest
from accounts.models.tries import LoginBarrier, LoginTry

__all__ = ["MANAGE_CREDENTIALS", "Agreement", "ApplicationState", "CatalogueEntry", "CatalogueKind",
           "CertificateKind", "CitizenKind", "CitizenOrigin",
           "CitizenProfile", "CitizenState", "CredentialState", "EmailChange", "EmailLink", "EmailLinkKind",
           "EmailUse", "EmailWay", "FactorReset", "GrantState", "IdentityKind", "Incident", "IncidentNature",
           "IncidentPerson", "IncidentState", "LinkKind", "LoginBarrier", "LoginTry", "Merge",
           "MergedRow", "OpenSession", "PasswordLink", "PersonChange", "RecoveryCode", "Registration", "Role",
           "RoleGrant", "SecondFactor", "SecurityCase", "SignatureApplication", "SignedRequest", "User",
           "UserManager"]  # fmt: skip
