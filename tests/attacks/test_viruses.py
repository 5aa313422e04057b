"""A file with a virus is refused; while the scanner is away no file is taken in, so that none can be opened unseen."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask

from assessment import antivirus
from tests.page import Page
from tests.survey.stage import Owner

# The harmless file every scanner takes for a virus, in two parts so that none takes this one for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PATH = "/evidence/plan.paper.written"


def answer(connection: socket.socket, answers: dict[bool, bytes]) -> None:
    """Read one file by ClamAV's protocol and say what it is."""
    with connection, connection.makefile("rb") as file:
        assert file.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(file.read(4), "big"):
            content += file.read(size)
        connection.sendall(answers[EICAR in content])


@contextmanager
def scanner(answers: dict[bool, bytes]) -> Iterator[str]:
    """A daemon that knows one virus."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                answer(connection, answers)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"clamd://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


KNOWS = {True: b"stream: Eicar-Signature FOUND\0", False: b"stream: OK\0"}


def send(app: Flask, url: str, content: bytes, status: int) -> tuple[Owner, Page]:
    app.extensions["settings"] = replace(app.extensions["settings"], antivirus_url=url)
    owner = Owner(app)
    fields = {"kind": "file", "file": (BytesIO(content), "ke-hoach.pdf")}
    return owner, owner.browser.post(owner.url(PATH), fields, status=status)


def test_a_virus_is_refused_and_nothing_is_kept(app: Flask) -> None:
    with scanner(KNOWS) as url:
        owner, page = send(app, url, b"%PDF-1.7\n" + EICAR + b"\n%%EOF", 422)
    assert "diệt vi rút không cho nhận" in page.select(".error-summary").get_text()
    assert not owner.browser.get(owner.url(PATH)).all("a[href*='/evidence/'][href$='/file'], .file")


def test_a_clean_file_is_kept(app: Flask) -> None:
    with scanner(KNOWS) as url:
        owner, _page = send(app, url, b"%PDF-1.7\nclean" + bytes(200_000) + b"\n%%EOF", 303)
    assert "ke-hoach.pdf" in owner.browser.get(owner.url(PATH)).text


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_what_the_scanner_could_not_look_at_is_not_kept(app: Flask, said: bytes) -> None:
    with scanner({True: said, False: said}) as url:
        _owner, page = send(app, url, b"%PDF-1.7\nclean\n%%EOF", 422)
    assert "chưa quét vi rút được" in page.text


def test_while_the_scanner_is_away_no_file_is_taken_in(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    owner, page = send(app, f"clamd://127.0.0.1:{port}", b"%PDF-1.7\nclean\n%%EOF", 422)
    assert "chưa quét vi rút được" in page.text
    assert "ke-hoach.pdf" not in owner.browser.get(owner.url(PATH)).text


def test_the_scanner_may_listen_on_a_socket_of_this_machine(tmp_path) -> None:
    path = str(tmp_path / "clamd.ctl")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        thread = threading.Thread(target=lambda: answer(server.accept()[0], KNOWS), daemon=True)
        thread.start()
        assert not antivirus.is_clean(f"clamd://{path}", EICAR)
        thread.join(5)
