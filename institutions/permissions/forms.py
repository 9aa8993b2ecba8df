"""Forms of permissions (institutions §3, §4.1, §6.4)."""

from django import forms

from accounts.proof import ProofMixin
from institutions.areas.forms import area_field
from institutions.areas.tree import choices
from institutions.catalogue import BY_CODE, GROUPS, PERMISSIONS
from institutions.models import Area
from institutions.permissions import templates
from institutions.permissions.granting import MOST_REASON, may_grant
from quipux.web.forms import Form


def grantable(actor) -> list:
    """The permissions an actor gives, in the order of the catalogue."""
    return [one for one in PERMISSIONS if may_grant(one, actor)]


def by_group(permissions) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of choices, empty groups left out."""
    found = [
        (label, [(one.slug, one.name) for one in permissions if one.group == index])
        for index, label in enumerate(GROUPS)
    ]
    return [(label, rows) for label, rows in found if rows]


def reason_field():
    return forms.CharField(label="Motivo", max_length=MOST_REASON, widget=forms.Textarea({"rows": 3}),
                           error_messages={"required": "Escriba el motivo, de 10 a 500 caracteres."})  # fmt: skip


class PermissionsForm(ProofMixin, Form):
    """What a post holds of what the actor may give."""

    starred = True

    areas = forms.ModelMultipleChoiceField(
        label="Áreas que administra", queryset=Area.objects.none(), required=False, widget=forms.SelectMultiple,
        help_text="Solo para los permisos 12 y 33; incluye las áreas inferiores.")  # fmt: skip
    reason = reason_field()

    def __init__(self, *args, appointment, actor, **kwargs):
        super().__init__(*args, **kwargs)
        held = {grant.permission: grant for grant in appointment.grants.prefetch_related("areas")}
        self.offered = grantable(actor)
        self.kept = sorted(set(held) - {one.slug for one in self.offered})
        self.groups = []
        for label, rows in by_group(self.offered):
            name = f"grupo{len(self.groups)}"
            self.fields[name] = forms.MultipleChoiceField(label=label, choices=rows, required=False,
                                                          widget=forms.CheckboxSelectMultiple)  # fmt: skip
            self.initial[name] = [slug for slug, _ in rows if slug in held]
            self.groups.append(name)
        areas = Area.objects.administered_by(actor).filter(is_active=True)
        self.fields["areas"].queryset, self.fields["areas"].choices = areas, choices(areas)
        self.initial["areas"] = sorted({area.pk for grant in held.values() for area in grant.areas.all()})
        self.order_fields([*self.groups, "areas", "reason", "clave"])

    @property
    def wanted(self) -> set[str]:
        """Slugs ticked, and those held that the actor cannot touch."""
        return {slug for name in self.groups for slug in self.cleaned_data[name]} | set(self.kept)


class TemplateForm(forms.Form):
    """«Plantilla de rol»: ticks its permissions, once."""

    unmarked = True
    plantilla = forms.ChoiceField(label="Plantilla de rol")

    def __init__(self, *args, institution, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = templates.templates_of(institution)
        self.fields["plantilla"].choices = [(name, name) for name in self.codes]

    @property
    def slugs(self) -> set[str]:
        return {BY_CODE[code].slug for code in self.codes[self.cleaned_data["plantilla"]]}


class MassFilterForm(forms.Form):
    """Who is listed to be given a permission, or to lose it."""

    unmarked = True
    permiso = forms.ChoiceField(label="Permiso")
    area = area_field("Área y dependientes", required=False)
    tiene = forms.ChoiceField(label="Situación", choices=[("no", "No Tienen Permiso"), ("si", "Tienen Permiso")],
                              required=False)  # fmt: skip

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["permiso"].choices = by_group([one for one in grantable(actor) if one.slug != "administer"])
        self.fields["area"].of(actor, empty="Todas")


class MassForm(ProofMixin, Form):
    """The reason of a change for many."""

    reason = reason_field()
