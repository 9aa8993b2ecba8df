"""The only writers of an institution's settings of documents (documents §2.1, §16.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from documents import history
from documents.models import Classification, CommentPhrase, InstitutionSettings
from institutions.models import Area, Institution
from institutions.scope import require_whole
from quipux.errors import Forbidden, Invalid
from quipux.history import recorder
from quipux.operators import Operator

ALLOW = "institutions.change_institution"
NO_REASON = "Escriba el motivo."
LABELS = {"reception_area": "área de recepción", "carriers": "transportes", "attachment_types": "tipos de anexo",
          "subject_in_mails": "asunto en los correos"}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What the AIQ decides.

    Attributes:
        reception_area: whose numbers what other institutions send takes; None for the root área.
        carriers: names of transports; none for the usual ones.
        attachment_types: extensions of anexos; none for all of the installation.
        classifications, phrases: the values of «Tipificación», and what is offered in Comentario.
    """

    reception_area: Area | None
    carriers: Sequence[str]
    attachment_types: Sequence[str]
    subject_in_mails: bool
    classifications: Sequence[str]
    phrases: Sequence[str]


def of(institution: Institution) -> InstitutionSettings:
    """What was decided, or what holds until something is."""
    found = InstitutionSettings.objects.select_related("reception_area").filter(institution=institution).first()
    return found or InstitutionSettings(institution=institution)


def classifications_of(institution: Institution) -> list[str]:
    """The values that are offered."""
    return list(Classification.objects.filter(institution=institution, is_active=True).order_by("name").values_list(
        "name", flat=True))  # fmt: skip


def phrases_of(institution: Institution) -> list[str]:
    """Those of the institution, not of one post."""
    return list(CommentPhrase.objects.filter(institution=institution, appointment=None, is_active=True).order_by(
        "text").values_list("text", flat=True))  # fmt: skip


@transaction.atomic
def save(institution: Institution, wanted: Wanted, *, actor) -> InstitutionSettings:
    """Keep what was decided, with one entry of the Recorrido of the institution that names what changed.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: the área of reception is not an active one of it.
    """
    require_whole(actor)
    own = _locked(institution)
    area = wanted.reception_area
    if area and not institution.areas.filter(pk=area.pk, is_active=True).exists():
        raise Invalid(
            "Elija un área activa de su institución.", reception_area="Elija un área activa de su institución."
        )
    changed = [label for name, label in LABELS.items() if getattr(own, name) != getattr(wanted, name)]
    for name in LABELS:
        setattr(own, name, getattr(wanted, name))
    own.save()
    changed += _keep_words(institution, wanted)
    if changed:
        recorder.record(institution, history.DOCUMENT_SETTINGS, actor=actor, comment=", ".join(changed).capitalize())
    return own


def _locked(institution):
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    own, _ = InstitutionSettings.objects.get_or_create(institution=institution)
    return own


def _keep_words(institution, wanted):
    """Words are never deleted, since documents carry them: what left the list is offered no more."""
    changed = []
    if _offer(Classification, "name", {"institution": institution}, wanted.classifications):
        changed.append("tipificaciones")
    if _offer(CommentPhrase, "text", {"institution": institution, "appointment": None}, wanted.phrases):
        changed.append("frases de comentario")
    return changed


def _offer(model, field, owner, words):
    """Whether the list changed."""
    known = {getattr(row, field): row for row in model.objects.filter(**owner)}
    new = [word for word in words if word not in known]
    turned = [row for word, row in known.items() if row.is_active != (word in words)]
    for row in turned:
        row.is_active = not row.is_active
    model.objects.bulk_create([model(**owner, **{field: word}) for word in new])
    model.objects.bulk_update(turned, ["is_active"])
    return bool(new or turned)


@transaction.atomic
def allow_server_key(institution: Institution, allowed: bool, *, reason: str, actor: Operator) -> InstitutionSettings:
    """Permitir or prohibir signing with a .p12 file in the server, which the operator alone decides (documents §9.1).

    A session that is open may not use it from the next act on.

    Raises:
        Forbidden: the operator does not change institutions.
        Invalid: without reason.
    """
    if not actor.user.has_perm(ALLOW):
        raise Forbidden("No tiene permiso para esta acción.")
    if not reason.strip():
        raise Invalid(NO_REASON, reason=NO_REASON)
    own = _locked(institution)
    if own.allows_server_p12 != allowed:
        own.allows_server_p12 = allowed
        own.save(update_fields=["allows_server_p12"])
        action = history.SERVER_KEY_ALLOWED if allowed else history.SERVER_KEY_FORBIDDEN
        recorder.record(institution, action, actor=actor, comment=reason.strip())
    return own
