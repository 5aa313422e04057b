"""Asking a virus scanner about a file: ClamAV's daemon, by its own protocol, where one is configured."""

import socket
from urllib.parse import urlsplit

from assessment.config import ANTIVIRUS_PORT

PATIENCE = 20.0  # Seconds; ten megabytes take a scanner about one.
CHUNK = 1 << 16
LONGEST_ANSWER = 4096


def is_clean(url: str, content: bytes) -> bool:
    """Ask whether a file is clean.

    Raises
    ------
    OSError
        When the scanner cannot be reached, or says that it could not look: then nobody knows.
    """
    with _connected(url) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            scanner.sendall(len(part).to_bytes(4, "big") + part)
        scanner.sendall(bytes(4))
        answer = _answer(scanner)
    if answer.endswith("FOUND"):
        return False
    if answer.endswith("OK"):
        return True
    message = f"The scanner says: {answer!r}"
    raise OSError(message)


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or ANTIVIRUS_PORT), PATIENCE)
    scanner = socket.socket(socket.AF_UNIX)
    scanner.settimeout(PATIENCE)
    try:
        scanner.connect(parts.path)
    except OSError:
        scanner.close()
        raise
    return scanner


def _answer(scanner: socket.socket) -> str:
    said = b""
    while len(said) < LONGEST_ANSWER and not said.endswith(b"\0"):
        part = scanner.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode(errors="replace").strip()
