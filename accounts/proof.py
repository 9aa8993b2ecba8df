"""The password asked again before what cannot be undone easily (institutions §4.1, rule 6)."""

from datetime import timedelta

from django import forms
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts import second_factor
from quipux import clock
from quipux.errors import TooMany
from quipux.limits import services as limits

KEY = "password_proved_at"  # seconds, in the session
LIFE = timedelta(minutes=10)
ATTEMPTS, WINDOW = 5, timedelta(minutes=5)
LABEL = "Su contraseña"
HINT = "Se la pedimos otra vez porque pasaron más de 10 minutos desde que la escribió."
HINT_ALWAYS = "Se la pedimos otra vez porque es un acto delicado."
WRONG, TOO_OFTEN = "La contraseña no es correcta.", "Demasiados intentos. Espere cinco minutos."


@receiver(user_logged_in, dispatch_uid="accounts.proof")
def remember(sender, request, user, **kwargs):
    """Entering is a proof."""
    if request is not None and hasattr(request, "session"):
        request.session[KEY] = clock.now().timestamp()


def is_fresh(request) -> bool:
    """Whether the person gave the password in this session less than ten minutes ago."""
    at = request.session.get(KEY)
    return at is not None and 0 <= clock.now().timestamp() - at < LIFE.total_seconds()


def recently_proved(request) -> bool:
    """The question that views ask before what needs a proof (accounts-portal §9.4)."""
    return is_fresh(request)


class ProofMixin:
    """Mixin of forms: asks the password again where the last proof is old, and the code of who has a second factor.

    The form is built with ``request``; the fields are called ``clave`` and ``codigo_telefono``.

    Attributes a form may set: ``proves_always``, for acts so grave that a proof of a minute ago is none.
    """

    proves_always = False

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        if self.proves_always or not is_fresh(request):
            hint = HINT_ALWAYS if self.proves_always else HINT
            widget = forms.PasswordInput({"autocomplete": "current-password"})
            self.fields["clave"] = forms.CharField(label=LABEL, help_text=hint, widget=widget, strip=False,
                                                   error_messages={"required": "Escriba su contraseña."})  # fmt: skip
            if second_factor.has(request.user):
                self.fields["codigo_telefono"] = forms.CharField(
                    label="Código de su teléfono", max_length=20, error_messages={"required": "Escriba el código."},
                    widget=forms.TextInput({"autocomplete": "one-time-code"}))  # fmt: skip

    def clean_clave(self):
        user = self.request.user
        if limits.take("password_proof", user.pk, limit=ATTEMPTS, period=WINDOW) is not None:
            raise forms.ValidationError(TOO_OFTEN)
        if not user.check_password(self.cleaned_data["clave"]):
            raise forms.ValidationError(WRONG)
        return ""

    def clean_codigo_telefono(self):
        if "clave" in self.errors:
            return ""  # no code is used up for a wrong password
        try:
            right = second_factor.prove(self.request.user, self.cleaned_data["codigo_telefono"])
        except TooMany as error:
            raise forms.ValidationError(error.message) from error
        if not right:
            raise forms.ValidationError(second_factor.WRONG)
        return ""

    def _post_clean(self):
        super()._post_clean()
        if "clave" in self.fields and not {"clave", "codigo_telefono"} & set(self.errors):
            self.request.session[KEY] = clock.now().timestamp()
