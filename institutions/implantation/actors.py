"""Who asks for an implantation, before having any account (institutions §12.4, R0)."""

from dataclasses import dataclass

from quipux.history.recorder import Identity


@dataclass(frozen=True)
class Applicant:
    """Who came with the link mailed for one case.

    Attributes:
        case_id: primary key of that case.
        institution: its name, as the Recorrido shows it.
    """

    case_id: int
    institution: str = ""

    user = None
    appointment = None
    is_system = False
    is_citizen = False

    def identity(self) -> Identity:
        return Identity(None, "", "Solicitante", "", self.institution)
