"""The password asked again before what cannot be undone easily (institutions §4.1, rule 6)."""

from datetime import timedelta

from django import forms
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from quipux import clock
from quipux.limits import services as limits

KEY = "password_proved_at"  # seconds, in the session
LIFE = timedelta(minutes=10)
ATTEMPTS, WINDOW = 5, timedelta(minutes=5)
LABEL = "Su contraseña"
HINT = "Se la pedimos otra vez porque pasaron más de 10 minutos desde que la escribió."
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


class ProofMixin:
    """Mixin of forms: asks the password again where the last proof is old.

    The form is built with ``request``; the field is called ``clave``.
    """

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        if not is_fresh(request):
            widget = forms.PasswordInput({"autocomplete": "current-password"})
            self.fields["clave"] = forms.CharField(label=LABEL, help_text=HINT, widget=widget, strip=False,
                                                   error_messages={"required": "Escriba su contraseña."})  # fmt: skip

    def clean_clave(self):
        user = self.request.user
        if limits.take("password_proof", user.pk, limit=ATTEMPTS, period=WINDOW) is not None:
            raise forms.ValidationError(TOO_OFTEN)
        if not user.check_password(self.cleaned_data["clave"]):
            raise forms.ValidationError(WRONG)
        self.request.session[KEY] = clock.now().timestamp()
        return ""
