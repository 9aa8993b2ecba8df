from django import forms

from quipux.web.forms import DateTextField, Form


class RequestForm(Form):
    """The fields of a backup request, as its page has them."""

    fecha_inicio = DateTextField(label="Fecha Inicio")
    fecha_fin = DateTextField(label="Fecha Fin")
    comentario = forms.CharField(label="Comentario", required=False, max_length=50, widget=forms.Textarea)
    declaro = forms.BooleanField(label="Declaro que me encuentro en proceso de desvinculación")
