"""What the offices hold about a person, for «Descargar mis datos» (accounts-portal §9.3)."""

from django.db.models import Q

from accounts.holdings import register
from institutions.catalogue import PERMISSIONS
from institutions.models import Appointment, Delegation


def _posts(person):
    for one in Appointment.objects.of_person(person).with_names().order_by("pk"):
        yield {"Institución": one.institution.name, "Área": one.area.name, "Puesto": one.title, "Tipo": one.get_kind_display(),
               "Perfil": one.get_profile_display(), "Estado": one.get_state_display(), "Desde": one.starts_on, "Hasta": one.ends_on,
               "Correo de trabajo": one.work_email, "Teléfono": one.phone, "Extensión": one.extension, "Celular": one.mobile,
               "Ciudad": one.city, "Iniciales": one.initials, "Observación": one.observation,
               "Permisos": ", ".join(_labels(one))}  # fmt: skip


def _labels(post):
    known = {permission.slug: permission.label for permission in PERMISSIONS}
    return [known.get(slug, slug) for slug in post.grants.order_by("pk").values_list("permission", flat=True)]


def _delegations(person):
    rows = Delegation.objects.filter(Q(titular__person=person) | Q(acting__person=person))
    for one in rows.select_related("titular").order_by("pk"):
        yield {"Puesto subrogado": one.titular.title, "Desde": one.starts_at, "Hasta": one.stops_at,
               "Acto": one.act_number, "Usted es": "Titular" if one.titular.person_id == person.pk else "Subrogante"}  # fmt: skip


register("Puestos", _posts)
register("Subrogaciones", _delegations)
