"""Files out: whole or by ranges, from this server, through the proxy or from S3 (safety §2.7).

The caller has checked session, permission, state and expiry in this same request. Nothing that
the client sends names a path: the key comes from a row.
"""

from datetime import datetime
from typing import Protocol
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe

from quipux.files import ranges
from quipux.files.backends import backend
from quipux.files.ranges import Span
from quipux.files.store import StoredBytesMissing
from quipux.files.streaming import Multipart, Single

SIGNED_SECONDS = 60
INTERNAL = "/interno/"  # location of the proxy that only an X-Accel-Redirect reaches (S-58)


class Observer(Protocol):
    """Who wants to know which bytes left; only this server's own delivery can tell.

    Both calls may write to the database; whatever they raise is logged and changes no answer.
    """

    def started(self, first_byte: int, length: int) -> None:
        """A run of ``length`` bytes from ``first_byte`` on is about to be sent."""

    def finished(self, bytes_sent: int) -> None:
        """That run ended, complete or because the client hung up, after ``bytes_sent`` bytes."""


def deliver(
    request: HttpRequest,
    *,
    storage_alias: str,
    key: str,
    size: int,
    sha256: str,
    filename: str,
    media_type: str,
    last_modified: datetime,
    observer: Observer | None = None,
    extra_headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Answer a GET or HEAD with stored bytes, as an attachment, the way `QUIPUX_DELIVERY` says.

    Args:
        storage_alias: entry of `STORAGES`.
        key: name of the bytes inside it.
        size: bytes the row promises.
        sha256: 64 hexadecimal digits; the strong entity tag.
        filename: what the person's disk will call it, any characters.
        last_modified: aware instant; the second counts.
        observer: called for the bytes this server itself sends, once per range.
    Raises:
        StoredBytesMissing: the store has no bytes under ``key``, or another number of them.
        quipux.files.errors.StoreError: the store does not answer.
    """
    headers = _headers(size, sha256, filename, media_type, last_modified) | (extra_headers or {})
    conditional = get_conditional_response(
        request, headers["ETag"], int(last_modified.timestamp()), HttpResponse(headers=_validators(headers))
    )
    if conditional.status_code != 200:
        return conditional
    if settings.QUIPUX_DELIVERY == "python":
        return _python(request, storage_alias, key, size, headers, observer)
    if backend(storage_alias).size(key) != size:
        raise StoredBytesMissing(key)
    if settings.QUIPUX_DELIVERY == "accel":
        return _accel(storage_alias, key, headers)
    return _signed(request, storage_alias, key, headers)


def _headers(size, sha256, filename, media_type, last_modified):
    return {
        "Content-Type": media_type,
        "Content-Length": str(size),
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=filename),
        "ETag": f'"{sha256}"',
        "Last-Modified": http_date(last_modified.timestamp()),
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }


def _validators(headers):
    """What an answer without the file's bytes still says."""
    return {name: value for name, value in headers.items() if not name.startswith("Content-")}


def _accel(alias, key, headers):
    """No body: nginx takes the file, does the ranges and counts the bytes."""
    headers = {name: value for name, value in headers.items() if name != "Content-Length"}
    return HttpResponse(headers=headers | {"X-Accel-Redirect": _internal_address(alias, key)})


def _internal_address(alias, key):
    """A folder the proxy mounts too, or the store's own address, signed, which only the proxy can reach."""
    if isinstance(storages[alias], FileSystemStorage):
        return f"{INTERNAL}{alias}/{quote(key)}"
    signed = urlsplit(storages[alias].url(key, expire=SIGNED_SECONDS))
    return f"{INTERNAL}s3{signed.path}?{signed.query}"


def _signed(request, alias, key, headers):
    """The store's own address, good for a minute; the browser repeats its Range there."""
    parameters = {
        "ResponseContentDisposition": headers["Content-Disposition"],
        "ResponseContentType": headers["Content-Type"],
        "ResponseCacheControl": "no-store",
    }
    url = storages[alias].url(key, parameters, SIGNED_SECONDS, request.method)
    return HttpResponseRedirect(url, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


def _python(request, alias, key, size, headers, observer):
    if request.method == "HEAD":  # ranges are defined for GET alone
        if backend(alias).size(key) != size:
            raise StoredBytesMissing(key)
        return HttpResponse(headers=headers)
    try:
        spans = ranges.parse(_range(request, headers), size)
    except ranges.NotSatisfiable:
        return _out_of_range(size, headers)
    # Opened before the first header: a file deleted from now on is still read to its end.
    source = backend(alias).open(key)
    if source.seek(0, 2) != size:
        source.close()
        raise StoredBytesMissing(key)
    return _streamed(source, spans, size, headers, observer)


def _range(request, headers):
    """The Range header, unless its If-Range names another content (RFC 9110 §13.1.5)."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition or condition == headers["ETag"]:
        return request.headers.get("Range", "")
    when = parse_http_date_safe(condition)
    is_same = when is not None and when == parse_http_date_safe(headers["Last-Modified"])
    return request.headers.get("Range", "") if is_same else ""


def _out_of_range(size, headers):
    said = _validators(headers) | {"Content-Range": f"bytes */{size}", "Content-Type": "text/plain; charset=utf-8"}
    return HttpResponse("El archivo termina antes del punto pedido.\n", status=416, headers=said)


def _streamed(source, spans, size, headers, observer):
    if spans is None:
        body, status, said = Single(source, Span(0, size), observer), 200, {}
    elif len(spans) == 1:
        body, status, said = Single(source, spans[0], observer), 206, {"Content-Range": _content_range(spans[0], size)}
    else:
        body, status = Multipart(source, spans, size, headers["Content-Type"], observer), 206
        said = {"Content-Type": body.content_type}
    headers = headers | said | {"Content-Length": str(body.length)}
    return StreamingHttpResponse(body, status=status, headers=headers)


def _content_range(span, size):
    return f"bytes {span.first}-{span.last}/{size}"
