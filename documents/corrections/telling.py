"""Who learns of a correction: institution, date and link, never who is corrected (documents §6.6, safety S-61)."""

from django.conf import settings

from accounts import mailing
from documents.models import PostCorrection
from institutions.scope import administrators
from quipux.notices.services import notify

SUBJECT = "QUIPUX: Corrección de datos de un servidor"


def administrators_of(correction: PostCorrection) -> None:
    """The AIQs of the institution where the person serves: a notice and a mail each."""
    sentence = f"{correction.institution.name} pide corregir datos de un servidor de su institución."
    url = correction.get_absolute_url()
    for post in administrators(correction.appointment.institution).select_related("person"):
        key = f"correccion-{correction.uuid}-{post.pk}"
        notify(key=key, user_id=post.person_id, context=str(post.uuid), text=sentence, url=url)
        mailing.write_to(post.person, key=key, subject=SUBJECT, to=post.notice_address, link_text="Revisar la corrección",
                         lines=[sentence, f"Fecha: {mailing.moment()}."], link=settings.QUIPUX_PUBLIC_URL + url)  # fmt: skip


def who_asked(correction: PostCorrection) -> None:
    """The servant who wrote it; nobody where only the institution is known."""
    post = correction.asked_by
    if post is None:
        return
    name, state = correction.appointment.person.full_name, correction.get_state_display().lower()
    notify(key=f"correccion-{correction.uuid}-respuesta", user_id=post.person_id, context=str(post.uuid),
           text=f"Corrección de datos de {name}: {state}.")  # fmt: skip
