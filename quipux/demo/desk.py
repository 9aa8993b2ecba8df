"""What lies on the desks today: drafts, papers waiting for the printer, a shared tray, lists and phrases."""

from datetime import timedelta

from django.db.models import F

from documents import services
from documents.models import Classification, CommentPhrase, DocumentType, Folder, InstitutionSettings
from institutions.models import DistributionList, ListMember, SharedTray
from quipux import clock
from quipux.demo.people import Cast
from quipux.notices.models import Notice

PHRASES = ("Favor atender dentro del plazo.", "Para su conocimiento y fines pertinentes.", "Favor preparar respuesta.",
           "Archivar, por haber concluido el trámite.")  # fmt: skip
DRAFTS = (
    ("memorando", "Informe mensual de gestión documental"),
    ("oficio", "Invitación al taller de organización de archivos"),
    ("memorando", "Requerimiento de cajas y carpetas para el archivo de gestión"),
)


def arrange(cast: Cast) -> None:
    """Everything besides the letters that a newcomer should find in the trays."""
    _catalogues(cast)
    _signing(cast)
    SharedTray.objects.create(chief=cast.bruno.appointment, member=cast.rosa.appointment, since=clock.now())
    _list(cast)
    _drafts(cast)
    _read_old_notices()


def _read_old_notices():
    """Everybody saw what happened more than a month ago."""
    old = Notice.objects.filter(at__lt=clock.now() - timedelta(days=30))
    old.update(read_at=F("at"))


def _signing(cast):
    """Whoever has no signer program at hand may try with a test certificate."""
    InstitutionSettings.objects.bulk_create(InstitutionSettings(institution=institution, allows_server_p12=True)
                                            for institution in (cast.ana.institution, cast.carla.institution))  # fmt: skip


def _catalogues(cast):
    institution = cast.ana.institution
    CommentPhrase.objects.bulk_create(CommentPhrase(institution=institution, text=text) for text in PHRASES)
    Classification.objects.bulk_create(
        Classification(institution=institution, name=name) for name in ("Consulta", "Petición", "Queja", "Reclamo")
    )
    folder = Folder.objects.create(area=cast.ana.appointment.area, code="01", name="Gestión documental")
    Folder.objects.create(area=folder.area, parent=folder, code="01.1", name="Capacitaciones")
    Folder.objects.create(area=folder.area, parent=folder, code="01.2", name="Transferencias documentales")


def _list(cast):
    chiefs = DistributionList.objects.create(institution=cast.diego.institution, owner=cast.diego.appointment,
                                             name="Directores", is_public=True)  # fmt: skip
    ListMember.objects.bulk_create(ListMember(list=chiefs, appointment=actor.appointment, position=position)
                                   for position, actor in enumerate((cast.bruno, cast.marta), start=1))  # fmt: skip


def _drafts(cast):
    types = {row.slug: row for row in DocumentType.objects.all()}
    for days, (slug, subject) in enumerate(DRAFTS, start=1):
        with clock.frozen_at(clock.now() - timedelta(days=days)):
            text = "<p>Por medio del presente pongo en su conocimiento el avance de las actividades del mes.</p>"
            draft = services.Draft(type=types[slug], subject=subject, body=text, to=[cast.marta.appointment])
            original = services.write(draft, actor=cast.ana)
    services.reassign(original, cast.bruno.appointment, actor=cast.ana, comment="Para su revisión y firma.")
