"""Firmar y Enviar: from a draft to delivered copies, in steps that survive a killed worker (documents §10).

`requesting` answers the person in one transaction whatever the number of addressees; `pipeline` does the
rest in the background, one step at a time: render, wait for the signature, deliver, close. The same steps
can be walked at once with `number_and_freeze`, `render_official_pdf` and `deliver`.
"""

from documents.services.sending.delivering import deliver
from documents.services.sending.external import send_incoming
from documents.services.sending.freezing import number_and_freeze
from documents.services.sending.later import attach_later
from documents.services.sending.papers import keep_official_pdf, render_official_pdf
from documents.services.sending.pipeline import advance, run_to_the_end, sweep
from documents.services.sending.previews import Preview, prepare_previews
from documents.services.sending.requesting import (
    annul,
    order_paper,
    request_sending,
    retry_sending,
    sign_and_send,
    signature_accepted,
)
from documents.services.sending.rerendering import rerender

__all__ = ["Preview", "advance", "annul", "attach_later", "deliver", "keep_official_pdf", "number_and_freeze",
           "order_paper", "prepare_previews", "render_official_pdf", "request_sending", "rerender", "retry_sending",
           "run_to_the_end", "send_incoming", "sign_and_send", "signature_accepted", "sweep"]  # fmt: skip
