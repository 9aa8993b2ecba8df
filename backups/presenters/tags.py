"""The word of each state in its colour (ui §7.7)."""

from backups.states import BackupState, PetitionMatch, RequestState
from quipux.web.components import Tag

REQUEST_COLOURS = {
    RequestState.SUBMITTED: "turquoise",
    RequestState.APPROVED: "blue",
    RequestState.FULFILLED: "green",
    RequestState.REJECTED: "red",
}
BACKUP_COLOURS = {BackupState.FAILED: "red"}
REQUEST_BY_LABEL = {state.label: state for state in RequestState}
BACKUP_BY_LABEL = {state.label: state for state in BackupState}


def request_tag(state: str) -> Tag:
    """The tag of «Estado Solic.»."""
    return Tag(RequestState(state).label, REQUEST_COLOURS.get(state, "grey"))


def backup_tag(state: str) -> Tag:
    """The tag of «Estado Resp.»."""
    return Tag(BackupState(state).label, BACKUP_COLOURS.get(state, "grey"))


def omissions_tag(omissions: int) -> Tag | None:
    """«Con observaciones: K» beside Atendida; withheld documents are not counted in K (backups §2.1)."""
    return Tag(f"Con observaciones: {omissions}", "yellow") if omissions else None


def match_tag(match: str) -> Tag:
    """Whether the petition's De has the servant's cédula (backups §2.4)."""
    return Tag(PetitionMatch(match).label, "green" if match == PetitionMatch.MATCH else "orange")


def recorded_request_tag(label: str) -> Tag:
    """The tag of a state as the Recorrido froze it, by its label."""
    return Tag(label, REQUEST_COLOURS.get(REQUEST_BY_LABEL.get(label), "grey"))


def recorded_backup_tag(label: str) -> Tag:
    return Tag(label, BACKUP_COLOURS.get(BACKUP_BY_LABEL.get(label), "grey"))
