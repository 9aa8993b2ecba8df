"""People, what is known of them as citizens, and their requests to sign electronically."""

from accounts.models.applications import Agreement, ApplicationState, CertificateKind, SignatureApplication
from accounts.models.people import (
    CitizenKind,
    CitizenOrigin,
    CitizenProfile,
    CitizenState,
    IdentityKind,
    User,
    UserManager,
)

__all__ = ["Agreement", "ApplicationState", "CertificateKind", "CitizenKind", "CitizenOrigin", "CitizenProfile",
           "CitizenState", "IdentityKind", "SignatureApplication", "User", "UserManager"]  # fmt: skip
