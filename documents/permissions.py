"""Who may do what to a copy (documents §4.2, §16): predicates for the machine, the pages and the bulk acts.

Each ``can_<verb>(copy, actor)`` receives the locked row and is the only place where that right is decided.
"""

from contextlib import contextmanager

from documents.deputies import is_closed
from documents.states import Confidentiality, CopyRole, CopyState, DocumentKind, PartyRole
from institutions.scope import is_administrator

READS = 3  # level from which a copy is read whole (documents §16.2)
KNOWN = "_known_levels"  # of a copy, while one page asks the same level many times
CONTENT = 2  # level of file, preview, anexos, body version
EDITS = 7  # level of the holder of a draft
BASIC = 1  # level of the page


def is_system(copy, actor) -> bool:
    """Only Sistema delivers."""
    return bool(getattr(actor, "is_system", False))


def post_of(actor):
    """The appointment an actor acts in; None for Sistema, operators and who left."""
    return None if getattr(actor, "is_leaver", False) else getattr(actor, "appointment", None)


def is_holder(copy, actor) -> bool:
    """The «Usuario actual», in the context in use."""
    if is_citizen(actor):
        return copy.holder_citizen_id == actor.user.pk
    post = post_of(actor)
    return post is not None and copy.holder_id == post.pk and not is_closed(copy, actor)


def is_citizen(actor) -> bool:
    """Somebody who acts for herself, in no office."""
    return bool(getattr(actor, "is_citizen", False))


def is_signer(copy, actor) -> bool:
    """The holder who is the only De of the document (documents §10.1)."""
    from documents.models import Party

    senders = Party.objects.filter(document=copy.document_id, role=PartyRole.FROM).values_list("appointment", "person")
    return is_holder(copy, actor) and list(senders) == [(copy.holder_id, copy.holder_citizen_id)]


def level(copy, actor) -> int:
    """How much of a copy the actor may see, 0 to 7 (documents §16.2): the rule that every list applies."""
    from documents.models import Copy

    post = post_of(actor)
    if post is None:
        return 0
    known = vars(copy).get(KNOWN, {})
    if post.pk in known:
        return known[post.pk]
    found = Copy.objects.filter(pk=copy.pk).with_level(actor).values_list("level", flat=True).first()
    return found or 0


@contextmanager
def knowing_level(copy, actor):
    """Ask the level once for everything inside, which must change nothing."""
    post = post_of(actor)
    vars(copy)[KNOWN] = {post.pk: level(copy, actor)} if post else {}
    try:
        yield
    finally:
        del vars(copy)[KNOWN]


def can_read(copy, actor) -> bool:
    """Whether the actor reads the copy whole."""
    return level(copy, actor) >= READS


def can_see_versions(copy) -> bool:
    """Saved texts of a draft: on its original, unless the author hid the steps before the signature."""
    hidden = copy.document.hide_draft_steps and copy.document.frozen_at is not None
    return copy.role == CopyRole.ORIGINAL and not hidden


# What a copy is --------------------------------------------------------------------------------------
def is_of_recipient(copy) -> bool:
    return copy.role != CopyRole.ORIGINAL


def is_delivered_or_original(copy) -> bool:
    """What lies in Recibidos, or an original in Enviados; not a paper copy that went out."""
    return copy.state == CopyState.IN_PROCESS or copy.role == CopyRole.ORIGINAL


def came_from_outside(copy) -> bool:
    return copy.document.kind == DocumentKind.INCOMING


def was_never_numbered(copy) -> bool:
    return not copy.number


# Acts of documents §4.2 ------------------------------------------------------------------------------
def shares_tray_of_holder(copy, actor) -> bool:
    """A member of the holder's shared tray, on a public copy En Trámite."""
    from institutions.models import SharedTray

    post = post_of(actor)
    open_to_members = copy.state == CopyState.IN_PROCESS and copy.confidentiality == Confidentiality.PUBLIC
    return bool(
        post and open_to_members and SharedTray.objects.in_force().filter(chief=copy.holder_id, member=post).exists()
    )


def has_pending_task(copy, actor) -> bool:
    from documents.models import Task
    from documents.states import TaskState

    post = post_of(actor)
    return bool(post and Task.objects.filter(copy=copy.pk, assigned_to=post, state=TaskState.PENDING).exists())


def can_reassign(copy, actor) -> bool:
    return is_holder(copy, actor) or shares_tray_of_holder(copy, actor)


def can_take(copy, actor) -> bool:
    return shares_tray_of_holder(copy, actor)


def can_recover(copy, actor) -> bool:
    """Who made the last reassignment, while the one who got it has it, or left."""
    post = post_of(actor)
    return bool(post and copy.reassigned_by_id == post.pk and copy.state in (CopyState.DRAFT, CopyState.IN_PROCESS))


def can_inform(copy, actor) -> bool:
    """The holder, or who was informed of it or reassigned it and still reads it; drafts of others never."""
    dead = (CopyState.DELETED, CopyState.ANNULLED, CopyState.PURGED)
    if copy.state in dead or post_of(actor) is None:
        return False
    return is_holder(copy, actor) or (_passed_by(copy, actor) and can_read(copy, actor))


def _passed_by(copy, actor):
    from documents.models import Participation
    from documents.states import How

    hows = (How.INFORMED_TO, How.REASSIGNED_BY)
    return Participation.objects.filter(copy=copy.pk, appointment=post_of(actor), how__in=hows).exists()


def can_comment(copy, actor) -> bool:
    return copy.state != CopyState.PURGED and (is_holder(copy, actor) or can_read(copy, actor))


def can_answer(copy, actor) -> bool:
    """Who holds it En Trámite, shares the tray, or has a pending task on it; and may write."""
    if copy.state != CopyState.IN_PROCESS or not can_create(actor):
        return False
    return is_holder(copy, actor) or shares_tray_of_holder(copy, actor) or has_pending_task(copy, actor)


def can_assign_task(copy, actor) -> bool:
    return is_holder(copy, actor) or shares_tray_of_holder(copy, actor) or has_pending_task(copy, actor)


def can_send_paper(copy, actor) -> bool:
    """Por Imprimir: the permission and the área of De (its parent when it was closed)."""
    post = post_of(actor)
    if post is None or not actor.holds("print_dispatch"):
        return False
    return printing_area(copy.document.area) == post.area_id


can_annul_copy = can_send_paper


def went_out_on_paper(copy) -> bool:
    """A recipient's copy that left the building."""
    return copy.role != CopyRole.ORIGINAL and copy.state == CopyState.SENT


def can_follow(copy, actor) -> bool:
    """Entregado, Devolver: who posts for the área of De, or the window of its institution (documents §4.2, §10.4)."""
    if not went_out_on_paper(copy):
        return False
    return can_send_paper(copy, actor) or is_window_of(copy.document.institution_id, actor)


def can_follow_dispatch(dispatch, actor) -> bool:
    return can_follow(dispatch.copy, actor)


def can_answer_correction(correction, actor) -> bool:
    """Who administers the post: the AIQ of its institution, or of its área."""
    post = post_of(actor)
    if post is None or not is_administrator(actor) or post.institution_id != correction.appointment.institution_id:
        return False
    reached = actor.administered_areas
    return reached is None or correction.appointment.area_id in reached


def is_window_of(institution: int, actor) -> bool:
    """Who registers what comes from outside, in an institution by its primary key."""
    post = post_of(actor)
    return post is not None and actor.holds("register_incoming") and post.institution_id == institution


def can_dispatch_again(copy, actor) -> bool:
    """A guía that came later, or a new journey of what came back: who posts for the área of De."""
    return went_out_on_paper(copy) and can_send_paper(copy, actor)


def can_print_envelope(copy, actor) -> bool:
    """Who posts for the área of De, or who signed and holds it; a confidential one only the latter."""
    if copy.role == CopyRole.ORIGINAL or copy.state not in (CopyState.TO_PRINT, CopyState.SENT):
        return False
    open_to_secretary = copy.confidentiality == Confidentiality.PUBLIC and can_send_paper(copy, actor)
    return is_holder(copy, actor) or open_to_secretary


HANDED_OVER = (CopyState.IN_PROCESS, CopyState.SENT, CopyState.SHELVED, CopyState.TO_PRINT)


def can_hand_over(copy, actor) -> bool:
    """Enviar Físico: the holder, or the secretary of what waits to be printed; drafts only of externals."""
    if copy.state == CopyState.DRAFT and copy.document.kind == DocumentKind.INCOMING:
        return is_holder(copy, actor)
    if copy.state not in HANDED_OVER:
        return False
    waits = copy.state == CopyState.TO_PRINT and can_send_paper(copy, actor)
    return is_holder(copy, actor) or waits or _handled_at_window(copy, actor)


def _handled_at_window(copy, actor):
    """A clerk of the window hands over the paper of what was registered there, as far as it is open to her."""
    registered = copy.document.kind == DocumentKind.INCOMING and is_window_of(copy.institution_id, actor)
    return registered and can_read(copy, actor)


def printing_area(area) -> int:
    """Primary key of the área whose secretary prints: the area itself, or the nearest open one above."""
    while not area.is_active and area.parent_id:
        area = area.parent
    return area.pk


def areas_printed_by(area: int, institution: int) -> frozenset[int]:
    """The áreas whose papers the secretary of an open one prints: its own, and the closed ones that passed to it.

    Args:
        area, institution: primary keys.
    """
    from institutions.models import Area

    rows = list(Area.objects.filter(institution=institution).values_list("pk", "parent", "is_active"))
    is_open = any(pk == area and is_active for pk, _, is_active in rows)
    return (
        _with_closed(area, [(pk, parent) for pk, parent, is_active in rows if not is_active])
        if is_open
        else frozenset()
    )


def _with_closed(area, closed) -> frozenset[int]:
    """An open área and those of ``closed``, pairs of primary key and parent, that passed to it one after another."""
    found = reached = {area}
    while reached:
        reached = {pk for pk, parent in closed if parent in reached} - found
        found = found | reached
    return frozenset(found)


def _areas_printed_by_post(post):
    closed = getattr(post, "closed_areas", None)  # a page came with them (institutions.actors)
    if closed is None:
        return areas_printed_by(post.area_id, post.institution_id)
    return (
        _with_closed(post.area_id, [(one["pk"], one["parent"]) for one in closed])
        if post.area.is_active
        else frozenset()
    )


def printed_areas_of(actor) -> frozenset[int]:
    """The same for who prints in the área of an actor; kept with it, as its permissions are, while a page is made."""
    if not actor.holds("print_dispatch"):
        return frozenset()
    if "printed_areas" not in vars(actor):
        vars(actor)["printed_areas"] = _areas_printed_by_post(actor.appointment)
    return vars(actor)["printed_areas"]


def can_create(actor) -> bool:
    """NUEVO, Copiar, Responder."""
    return post_of(actor) is not None and actor.holds("create_outgoing")


def can_register(actor) -> bool:
    """Registrar: what comes from outside, at the window."""
    return post_of(actor) is not None and actor.holds("register_incoming")


def can_send_incoming(copy, actor) -> bool:
    """Enviar what came from outside: who holds it; De is not compared (documents §4.2)."""
    return is_holder(copy, actor) and came_from_outside(copy)


def can_print_receipt(copy, actor) -> bool:
    """Comprobante: the window of the institution that registered it."""
    registers = can_register(actor) and copy.institution_id == actor.appointment.institution_id
    return registers and copy.role == CopyRole.ORIGINAL and came_from_outside(copy) and copy.state != CopyState.PURGED


def can_process_citizens(copy, actor) -> bool:
    """Docs. Ciudadanos: a clerk of the institution, on what no official has yet."""
    post = post_of(actor)
    own = post is not None and copy.institution_id == post.institution_id
    return own and actor.holds("process_citizen_documents") and copy.state == CopyState.CITIZEN_PENDING


def can_change_data(copy, actor) -> bool:
    """Cambios en línea: the holder, or the clerk of what waits in Docs. Ciudadanos."""
    pending = copy.state == CopyState.CITIZEN_PENDING
    return can_process_citizens(copy, actor) if pending else is_holder(copy, actor)


def can_use_archive(copy, actor) -> bool:
    """Archivo físico: put, lend and give back what the actor may at least see in the own institution."""
    post = post_of(actor)
    own = post is not None and copy.institution_id == post.institution_id
    return own and actor.holds("use_physical_archive") and level(copy, actor) >= BASIC


def can_create_citizens(actor) -> bool:
    """Creación de Ciudadanos by staff (accounts-portal §10.2); a training tenant writes to none (institutions §12.8)."""
    if post_of(actor) is None or actor.is_training:
        return False
    return actor.holds("create_citizens") or actor.holds("administer")


def can_duplicate(copy, actor) -> bool:
    return can_create(actor) and can_read(copy, actor)


def can_label(copy, actor) -> bool:
    """Etiquetas of one's own: whoever reads it as a servant."""
    return post_of(actor) is not None and can_read(copy, actor)


def can_classify(copy, actor) -> bool:
    """Carpeta Virtual and Metadatos: whoever of the área reads it."""
    return can_read(copy, actor)
