"""Forms of the SGE about signatures."""

from django import forms

from quipux.web.forms import Form

LONGEST_REASON = 500


class WithdrawalForm(Form):
    """Why an authority is recognised no more."""

    reason = forms.CharField(label="Motivo", max_length=LONGEST_REASON)


class AuthorityForm(Form):
    """A file of certificates, and why they are recognised."""

    file = forms.FileField(
        label="Certificado",
        help_text="Archivo PEM o DER de la entidad raíz o de la intermedia. Compare su huella antes de agregarlo.",
    )
    why = forms.CharField(label="Motivo", max_length=LONGEST_REASON,
                          help_text="Por ejemplo, la resolución que acredita a la entidad.")  # fmt: skip


class ServerKeyForm(Form):
    """Why an institution may, or may no more, let people bring their key to the server."""

    reason = forms.CharField(label="Motivo", max_length=LONGEST_REASON)
