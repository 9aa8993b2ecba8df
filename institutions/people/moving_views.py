"""«Mover» many people: tick them, see what it means, confirm with a reason (institutions §10.2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from institutions.areas.forms import area_field
from institutions.models import Appointment
from institutions.people import listing, moving
from institutions.people.forms import FilterForm
from institutions.permissions.forms import reason_field
from institutions.permissions.views import chosen_people
from institutions.scope import require_administrator
from quipux import access
from quipux.errors import Invalid
from quipux.web.forms import Form, refuse
from quipux.web.pagination import numbered


class MoveForm(Form):
    starred = True
    area = area_field("Nueva área")
    reason = reason_field()

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].of(actor, empty="Elija un área")


@access.servant
@require_safe
def choose(request):
    """People to be ticked, found as in the list."""
    require_administrator(request.actor)
    form = FilterForm(request.GET, actor=request.actor, auto_id="filtro_%s")
    rows = listing.people(request.actor, form.cleaned_data) if form.is_valid() else Appointment.objects.none()
    page = numbered(rows.order_by("person__surnames", "person__given_names", "pk"), request.GET, default=100)
    return render(request, "institutions/people/move.html", {"filters": form, "page": page},
                  status=200 if form.is_valid() else 422)  # fmt: skip


@access.servant
@require_POST
def move(request):
    """The preview first, then the change of all of them or nobody."""
    require_administrator(request.actor)
    people = chosen_people(request)
    form = MoveForm(request.POST if "confirmar" in request.POST else None, actor=request.actor)
    if form.is_valid():
        data = form.cleaned_data
        try:
            moved = moving.move(people, data["area"], reason=data["reason"], actor=request.actor)
        except Invalid as error:
            refuse(form, error)
        else:
            messages.success(request, f"Personas movidas: {moved}.")
            return redirect(f"{reverse('institutions:people')}?area={data['area'].pk}")
    ends = [one for one in people if one.shares_given.exists() or one.shares_received.exists()]
    return render(request, "institutions/people/move_preview.html", {"form": form, "chosen": people, "ends": ends},
                  status=422 if form.errors else 200)  # fmt: skip
