"""Forms of the request to sign electronically, the citizen's and the validador's (accounts-portal §10.5)."""

from django import forms

from accounts.models import CertificateKind
from quipux.web.forms import Form

LONGEST = 600  # characters of an observation


class SignedAgreementForm(Form):
    """The agreement, signed elsewhere."""

    archivo = forms.FileField(
        label="Acuerdo de uso firmado", help_text="PDF firmado electrónicamente o archivo .p7m, hasta 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.p7m"}), error_messages={"required": "Elija el acuerdo firmado."},
    )  # fmt: skip


class SubmitForm(Form):
    """Enviar."""

    certificado = forms.ChoiceField(label="Tipo de certificado", choices=CertificateKind.choices,
                                    widget=forms.RadioSelect)  # fmt: skip
    acepta = forms.BooleanField(label="Acepto el Acuerdo de uso que firmé", required=False)


class DecisionForm(Form):
    """What a validador decides; which of it is needed depends on the decision."""

    identidad = forms.BooleanField(label="Comprobé la identidad del ciudadano", required=False)
    acuerdo = forms.BooleanField(label="Comprobé el Acuerdo de uso firmado", required=False)
    observacion = forms.CharField(
        label="Observación o motivo", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Obligatoria para rechazar o suspender; el ciudadano la recibe.",
    )  # fmt: skip
