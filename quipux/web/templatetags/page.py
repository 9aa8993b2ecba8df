"""Built into every template: `{% csrf_token %}` says also for whom the page is (accounts-portal §9.2)."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from quipux.web import page_owner

register = template.Library()


class OwnedTokenNode(CsrfTokenNode):
    """Django's token, and the person and context that the form was drawn for."""

    def render(self, context):
        token, request = super().render(context), context.get("request")
        value = page_owner.mark(request) if token and request is not None else ""
        if not value:
            return token
        return token + format_html('<input type="hidden" name="{}" value="{}">', page_owner.FIELD, value)


@register.tag
def csrf_token(parser, token):
    return OwnedTokenNode()
