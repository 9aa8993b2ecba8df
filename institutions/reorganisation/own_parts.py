"""What institutions itself moves: áreas, posts, rights, subrogaciones, lists, and what áreas borrow from each other."""

from django.db.models import Q

from institutions import history as of_institutions
from institutions.catalogue import ADMINISTER
from institutions.delegations import services as delegations
from institutions.models import (
    Appointment,
    Area,
    AreaVersion,
    Delegation,
    DistributionList,
    Grant,
    Institution,
    PlanKind,
    Succession,
)
from institutions.people import terms
from institutions.permissions import granting
from institutions.reorganisation import history
from institutions.reorganisation.cuts import Cut, Part, register
from institutions.scope import administrators
from quipux import clock
from quipux.history import recorder
from quipux.history.recorder import SYSTEM

REASON = "Cambio de institución por reorganización"
NOT_TAKEN = ("institutional_admin", "audit_institution", "search_attached")  # rights over the institution that is left
SKIP = "skip_structure"


# Áreas ------------------------------------------------------------------------------------------------


def make_areas(cut: Cut) -> int:
    """An área of the destination for each that moves, under the like parent; names and siglas as was decided."""
    made = cut.successors
    for old in sorted(Area.objects.filter(pk__in=cut.olds), key=lambda one: cut.olds.index(one.pk)):
        if old.pk not in made:
            made[old.pk] = _successor(cut, old, made).pk
    return len(cut.olds)


def _successor(cut, old, made):
    decided, plan = cut.plan.decisions.get(str(old.pk), {}), cut.plan
    attached = _attached_as(plan, old)
    new = Area.objects.create(
        institution=cut.institution, parent_id=made.get(old.parent_id, plan.destination_id), city=old.city,
        name=decided.get("name") or old.name, sigla=decided.get("sigla") or old.sigla, code=old.code, email=old.email,
        **attached)  # fmt: skip
    AreaVersion.objects.create(area=new, name=new.name, sigla=new.sigla, since=clock.now())
    Succession.objects.create(plan=plan, old=old, new=new, since=clock.today())
    recorder.record(new, of_institutions.AREA_CREATED, actor=SYSTEM, comment=f"{REASON}: {old.institution.name}")
    return new


def _attached_as(plan, old) -> dict:
    """«Mantener como adscrita»: the papers of the área go on saying the name of the institution it comes from."""
    if not plan.keeps_attached:
        return {}
    return {"attached_name": old.attached_name or old.institution.name,
            "attached_sigla": old.attached_sigla or old.institution.sigla}  # fmt: skip


def close_areas(cut: Cut) -> int:
    """The old ones end; the root of an institution ends only with it."""
    left = Area.objects.filter(pk__in=cut.olds, is_active=True, parent__isnull=False)
    for area in left:
        area.is_active = False
        area.save(update_fields=["is_active"])
        recorder.record(area, of_institutions.AREA_DEACTIVATED, actor=SYSTEM, comment=REASON)
    if cut.plan.kind == PlanKind.MERGE:
        _keep_in_custody(cut)
    return len(left)


def _keep_in_custody(cut):
    """Both authorities signed the acts of the plan: the destination keeps what the institution issued."""
    kept = Institution.objects.select_for_update(of=("self",)).get(pk=cut.plan.origin.institution_id)
    if kept.custody_accepted_at is None or kept.custodian != cut.institution:
        kept.custodian, kept.custody_accepted_at = cut.institution, clock.now()
        kept.save(update_fields=["custodian", "custody_accepted_at"])
        recorder.record(kept, of_institutions.CUSTODY_ACCEPTED, actor=SYSTEM, comment=cut.institution.name)


def _closable(cut):
    return Area.objects.filter(pk__in=cut.olds, parent__isnull=False).count()


# Posts ------------------------------------------------------------------------------------------------


def move_people(cut: Cut) -> int:
    """Each keeps the same post, with its documents; a term closes and the next opens."""
    made, moved = cut.successors, 0
    rows = cut.people.filter(area__in=cut.olds).select_for_update(of=("self",)).order_by("pk")
    for before in rows.select_related("area", "institution", "person"):
        after = Appointment.objects.get(pk=before.pk)
        after.area_id, after.institution = made[before.area_id], cut.institution
        after.save(update_fields=["area", "institution"])
        terms.turn(before, after)
        _settle_rights(cut, after, made)
        recorder.record(after, history.MOVED, actor=SYSTEM,
                        comment=f"{before.institution.name} → {cut.institution.name}")  # fmt: skip
        moved += 1
    return moved


def _settle_rights(cut, post, made):
    """What reached the whole of the institution that is left is not taken along; what reached áreas follows them."""
    lost = set(NOT_TAKEN)
    others = Grant.objects.filter(permission=SKIP, appointment__institution=cut.institution).exclude(appointment=post)
    if others.exists():
        lost.add(SKIP)
    for grant in post.grants.filter(permission__in=(ADMINISTER, "approve_backups")).prefetch_related("areas"):
        kept = [made[area.pk] for area in grant.areas.all() if area.pk in made]
        if kept:
            grant.areas.set(kept)
        else:
            lost.add(grant.permission)
    granting.revoke(post, lost, reason=REASON, actor=SYSTEM)


def crossing_delegations(cut: Cut):
    """Alive subrogaciones between somebody who goes and somebody who stays."""
    going = cut.people.values("pk")
    one, other = Q(titular__in=going), Q(acting__in=going)
    return Delegation.objects.alive_at(clock.now()).filter(one ^ other)


def end_delegations(cut: Cut) -> int:
    return delegations.end_rows(crossing_delegations(cut), reason=REASON, actor=SYSTEM)


# Lists ------------------------------------------------------------------------------------------------


def lists_of(cut: Cut):
    """Lists that follow their owner, pass to who stays, or name an área that moves."""
    owned = Q(owner__in=cut.people.values("pk"), institution=cut.plan.origin.institution_id)
    return DistributionList.objects.filter(owned | Q(rule_area__in=cut.olds), is_active=True)


def move_lists(cut: Cut) -> int:
    made, going = cut.successors, set(cut.people.values_list("pk", flat=True))
    heir = administrators(cut.plan.origin.institution).exclude(pk__in=going).order_by("pk").first()
    rows = list(lists_of(cut).select_related("owner__person"))
    for row in rows:
        row.rule_area_id = made.get(row.rule_area_id, row.rule_area_id)
        if row.owner_id in going:
            _pass_on(cut, row, heir)
        row.save(update_fields=["rule_area", "owner", "institution", "name", "version"])
    return len(rows)


def _pass_on(cut, row, heir):
    """A public list is of its institution: while that lives, its AIQ keeps it; everything else goes with its owner."""
    row.version += 1
    if not row.is_public or heir is None or cut.plan.kind == PlanKind.MERGE:
        row.institution = cut.institution
        return
    if DistributionList.objects.filter(owner=heir, name=row.name, is_active=True).exists():
        row.name = f"{row.name[:200]} ({row.owner.person.full_name})"[:250]
    row.owner = heir


# What áreas borrow ------------------------------------------------------------------------------------


def crossing_areas(cut: Cut):
    """Áreas that keep their paper, or take their template, on the other side of the cut."""
    inside = Q(pk__in=cut.olds)
    borrow = [Q(**{f"{name}__in": cut.olds}) for name in ("archive_area", "template_area")]
    lend = [Q(**{f"{name}__isnull": False}) & ~borrowed
            for name, borrowed in zip(("archive_area", "template_area"), borrow, strict=True)]  # fmt: skip
    staying = ~inside & (borrow[0] | borrow[1])
    return Area.objects.filter(is_active=True).filter((inside & (lend[0] | lend[1])) | staying).exclude(
        pk__in=cut.successors.values())  # fmt: skip


def settle_references(cut: Cut) -> int:
    """Inside the part that moves the new áreas borrow from each other; across the cut each keeps its own."""
    made, crossing = cut.successors, crossing_areas(cut)
    count = crossing.count()
    for old in Area.objects.filter(pk__in=cut.olds):
        Area.objects.filter(pk=made[old.pk]).update(
            archive_area=made.get(old.archive_area_id), template_area=made.get(old.template_area_id))  # fmt: skip
    for name in ("archive_area", "template_area"):
        Area.objects.filter(**{f"{name}__in": cut.olds}).exclude(pk__in=cut.olds).update(**{name: None})
        Area.objects.filter(pk__in=cut.olds).exclude(**{f"{name}__in": cut.olds}).update(**{name: None})
    return count


register(
    Part("areas", "Áreas", 1, lambda cut: len(cut.olds), make_areas),
    Part("people", "Servidores públicos", 2, lambda cut: cut.people.count(), move_people),
    Part("delegations", "Subrogaciones que terminan", 2, lambda cut: crossing_delegations(cut).count(), end_delegations),
    Part("lists", "Listas de envío", 5, lambda cut: lists_of(cut).count(), move_lists),
    Part("references", "Áreas que comparten archivo o plantilla", 6, lambda cut: crossing_areas(cut).count(),
         settle_references),
    Part("closed", "Áreas que se desactivan", 7, _closable, close_areas),
)  # fmt: skip
