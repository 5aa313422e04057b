"""How the bodies of forms are read: bounded in fields as well as in bytes, and broken text marked as broken."""

from itertools import chain
from typing import IO
from urllib.parse import parse_qsl

from flask import Flask, Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MOST_FIELDS = 1000  # As many as Flask takes of a form with files; our longest page asks for some eighty.

Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class FormReader(FormDataParser):
    """Reads what Werkzeug's own reader lets through: a million fields, and bytes that are no letters.

    Werkzeug would keep such bytes as the letters `%ED%A0%80`. Replaced by the sign for what cannot be read, they are
    refused where every text is cleaned, on every database alike.
    """

    def _parse_urlencoded(
        self,
        stream: IO[bytes],
        mimetype: str,  # noqa: ARG002 - the signature is Werkzeug's
        content_length: int | None,  # noqa: ARG002
        options: dict[str, str],  # noqa: ARG002
    ) -> Parsed:
        text = stream.read().decode(errors="replace")
        if text.count("&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace")
        return stream, self.cls(pairs), self.cls()

    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Parsed:
        stream, form, files = super()._parse_multipart(stream, mimetype, content_length, options)
        if None in form or None in files:  # A part without the name of its field belongs nowhere.
            for file in chain.from_iterable(files.listvalues()):
                file.close()
            raise BadRequest
        return stream, form, files


class BoundedRequest(Request):
    """A request whose form is read so."""

    form_data_parser_class = FormReader


def init_app(app: Flask) -> None:
    """Read the bodies of all requests so."""
    app.request_class = BoundedRequest
