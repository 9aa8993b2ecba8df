"""The headers that each answer of an address must have (safety §2.2), the proxy's own apart."""

from quipux.web.middleware import FEATURES
from tests.house import pages

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
          "require-trusted-types-for 'script'")  # fmt: skip
ADMIN_POLICY = POLICY.removesuffix("; require-trusted-types-for 'script'")
BYTES_POLICY = "sandbox; default-src 'none'"  # what people brought has no rights of the page's
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
# What an answer may say beside them, by its own nature.
OWN = {"Content-Type", "Content-Length", "Location", "Allow", "Retry-After", "ETag", "Last-Modified", "Expires",
       "Content-Disposition", "Accept-Ranges", "Content-Language"}  # fmt: skip
# The address itself lets somebody in, or says what somebody holds: no other page may learn it.
BY_TOKEN = {
    "accounts:password_link",
    "backups:ticket_part",
    "documents:verify_code",
    "documents:consult",
    "documents:consult@asked",
}
FILES = {"documents:official_pdf", "documents:attachment", "documents:body_image", "documents:route_sheet", "documents:task_print",
         "documents:dispatch_evidence", "documents:transfer", "documents:signing_given", "documents:citizen_pdf",
         "documents:citizen_attachment", "documents:receipt_file", "documents:dossier_file", "backups:hand_over_receipt"}  # fmt: skip


def policy_of(case, answer) -> str:
    if not pages.is_own(case):
        return ADMIN_POLICY
    return BYTES_POLICY if case.url_name in FILES and answer.status == 200 else POLICY


def directives(policy: str) -> set[str]:
    return set(policy.split("; "))


def wrong(case, answer) -> list[str]:
    """The names of headers that ``answer`` to a GET should not have so."""
    headers = dict(answer.headers)
    policy = headers.pop("Content-Security-Policy", "")
    expected = ALWAYS | ({"Referrer-Policy": "no-referrer"} if case.name in BY_TOKEN else {})
    found = [name for name in ALWAYS if headers.pop(name, None) != expected[name]]
    if directives(policy) != directives(policy_of(case, answer)):
        found.append("Content-Security-Policy")
    return found + keepable(answer) + sorted(set(headers) - OWN - {"Cache-Control", "Vary"})


def keepable(answer) -> list[str]:
    """Which of the two headers would let a shared cache hand ``answer`` to somebody else (S-69)."""
    stored = {part.strip() for part in answer.headers.get("Cache-Control", "").split(",")}
    varies = {part.strip() for part in answer.headers.get("Vary", "").split(",")}
    found = [] if "no-store" in stored and "public" not in stored else ["Cache-Control"]
    return found if "Cookie" in varies else [*found, "Vary"]
