"""The form of «Preferencias» (accounts-portal §9.3; institutions §3, preferences 21 to 23)."""

from django import forms

from accounts.models import User
from quipux.web.forms import ModelForm


class PreferencesForm(ModelForm):
    """Preferences 21, 22 and 23, the daily summary, the keys, the room of lists, and the context to enter in."""

    unmarked = True  # nothing has to be filled in

    default_context = forms.ChoiceField(label="Al ingresar, empezar como", required=False)

    class Meta:
        model = User
        fields = ("gets_mails", "gets_daily_summary", "opens_drafts_to_edit", "opens_file_at_once", "uses_shortcuts",
                  "density", "default_context")  # fmt: skip
        labels = {"gets_mails": "Enviarme por correo los avisos de documentos",
                  "gets_daily_summary": "Enviarme cada día laborable un resumen de lo vencido y de lo que vence hoy",
                  "opens_drafts_to_edit": "Abrir mis borradores directamente para editarlos",
                  "opens_file_at_once": "Mostrar el documento al abrir su página",
                  "uses_shortcuts": "Usar atajos de teclado", "density": "Filas de las listas"}  # fmt: skip
        widgets = {"density": forms.RadioSelect}
        help_texts = {"gets_mails": "Los correos de seguridad y de respaldos se envían siempre.",
                      "gets_daily_summary": "Dice cuántos documentos y tareas son, nunca cuáles."}  # fmt: skip

    def __init__(self, *args, contexts, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(one.id, one.description) for one in contexts]
        self.fields["density"].required = False
        self.fields["default_context"].choices = [("", "El último que usé"), *choices]

    def clean_density(self):
        return self.cleaned_data["density"] or self.instance.density
