"""Whom a document prints, and how much of them (documents §6.6, §8)."""

from documents.models import Party, PrintOptions
from documents.states import Addressing, PartyRole

COURTESY = ("Sr.", "Sra.", "Srta.")  # not printed before who signs
HIDDEN = {
    Addressing.NO_INSTITUTION: {"institution"},
    Addressing.NO_POST: {"position"},
    Addressing.NO_NAME: {"title", "name"},
    Addressing.POST_ONLY: {"title", "name"},
}


def printed_people(document, options: PrintOptions) -> dict:
    """``signer``, ``recipients``, ``copies`` and ``list_name`` of the layouts."""
    parties = list(document.parties.select_related("person", "list", "appointment__person", "appointment__area",
                                                   "appointment__institution"))  # fmt: skip
    by_role = {role: [party for party in parties if party.role == role] for role in PartyRole}
    hidden = HIDDEN.get(options.addressing, set())
    recipients = [_addressed(party) | dict.fromkeys(hidden, "") | {"place": _place(party, options)}
                  for party in by_role[PartyRole.TO]]  # fmt: skip
    return {
        "signer": _signer(by_role[PartyRole.FROM]),
        "recipients": recipients,
        "copies": [_addressed(party) for party in by_role[PartyRole.CC]],
        "list_name": _list_name(document, by_role[PartyRole.TO], options),
    }


def printed(party: Party) -> dict:
    """A party as it was frozen, or as it is called today; corrections of this document come first."""
    frozen = party if party.name else _as_today(party)
    return {"title": party.override_academic_title or frozen.academic_title, "name": frozen.name,
            "position": party.override_title or frozen.title, "area": frozen.area_name,
            "institution": party.override_institution or frozen.institution_name, "city": frozen.city,
            "place": party.override_place, "acting": frozen.acting_note}  # fmt: skip


def _addressed(party):
    """An addressee with the quality in which the post is exercised beside it, where nobody wrote another post."""
    person = printed(party)
    own = not party.override_title and person["acting"]
    return person | {"position": f"{person['position']}, {person['acting']}" if own else person["position"]}


def _as_today(party):
    person = party.person or party.appointment.person
    today = Party(academic_title=person.academic_title, name=person.full_name)
    if party.appointment_id:
        post = party.appointment
        today.title, today.area_name, today.acting_note = post.title, post.area.name, post.acting_note
        today.institution_name, today.city = post.institution.name, post.area.city
    return today


def _signer(senders):
    if not senders:
        return None
    signer = printed(senders[0])
    return signer | {"title": "" if signer["title"] in COURTESY else signer["title"]}


def _place(party, options):
    return party.override_place or options.greeting or "En su Despacho"


def _list_name(document, recipients, options):
    """The list that stands for everybody who came from it; somebody added by hand is still named."""
    wanted = options.addressing == Addressing.LIST_NAME and document.list
    return document.list.name if wanted and all(party.list_id == document.list_id for party in recipients) else ""
