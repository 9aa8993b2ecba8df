"""The Spanish sentence of every action; each app declares its own in its ``history.py``."""

_labels: dict[tuple[str, str], str] = {}


def register(subject_kind: str, labels: dict[str, str]) -> None:
    """Declare the actions of one kind of subject: slug → label of the column «Acción»."""
    _labels.update({(subject_kind, slug): label for slug, label in labels.items()})


def label(subject_kind: str, slug: str) -> str:
    """The label of an action; raises KeyError when no app declared it."""
    return _labels[subject_kind, slug]
