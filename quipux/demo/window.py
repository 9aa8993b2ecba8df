"""What came to the window of the ministry these days: papers of citizens and of a company, and where paper stands."""

from datetime import timedelta

from accounts.citizens import Identity, NewCitizen, create_citizen
from documents import services
from documents.models import DocumentType, PhysicalLocation
from documents.services import archive
from institutions.models import Grant
from quipux import clock
from quipux.demo.people import Cast

KEEPS = ("use_physical_archive", "manage_physical_archive")  # of who keeps the archive of the área


def arrange(cast: Cast) -> None:
    """A paper that waits, one delivered to its addressee and one directed to somebody else; a small archive."""
    bakery = _company(cast)
    with clock.frozen_at(clock.now() - timedelta(days=4)):
        delivered = _register(cast, cast.gina, [cast.bruno], "Petición de acceso a información pública", "S/N")
        services.send_incoming(delivered, actor=cast.elsa, comment="Entregado en ventanilla.")
    with clock.frozen_at(clock.now() - timedelta(days=1)):
        directed = _register(cast, bakery, [cast.marta], "Consulta sobre facturación electrónica", "PN-2026-015")
        services.send_incoming(directed, actor=cast.elsa, directed_to=cast.bruno.appointment)
    _register(cast, cast.gina, [cast.marta], "Reclamo por la demora de un trámite", "GSL-002")
    _archive(cast)


def _company(cast):
    new = NewCitizen(
        Identity.read("1790011674001"), "Ximena", "Ñacata Pilataxi", "Ing.", "ximena.nacata@correo.example",
        profile={"company": "Panadería La Espiga", "post": "Gerente General", "phone": "(02) 255-0101", "country": "Ecuador",
                 "province": "Pichincha", "canton": "Quito", "city": "Quito, D.M.", "address": "Calle Cuenca N1-22"},
    )  # fmt: skip
    return create_citizen(new, actor=cast.elsa, institution=cast.elsa.institution)


def _register(cast, sender, to, subject, reference):
    """The paper was written the day before it was brought."""
    draft = services.Draft(
        type=DocumentType.objects.get(slug="externo"), subject=subject, senders=[sender], reference=reference,
        to=[actor.appointment for actor in to], dated=clock.today() - timedelta(days=1),
        summary="El documento original consta en papel.", attachments=[services.NewAttachment("Copia de la cédula", None)],
    )  # fmt: skip
    return services.register(draft, actor=cast.elsa)


def _archive(cast):
    post = cast.elsa.appointment
    Grant.objects.bulk_create(Grant(appointment=post, permission=slug) for slug in KEEPS)
    vars(cast.elsa).pop("permissions", None)
    room = archive.save_location(PhysicalLocation(area=post.area, name="Bodega de la planta baja"), actor=cast.elsa)
    for number in (1, 2):
        box = PhysicalLocation(area=post.area, parent=room, code=f"C-{number}", name=f"Caja {number}")
        archive.save_location(box, actor=cast.elsa)
