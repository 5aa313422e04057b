"""A mail server just large enough to be spoken to: one thread, one socket, what it was told."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """Takes letters on a free port of this machine.

    `hold` makes it wait before it takes a letter, as a slow server would; `refuse` makes it refuse all.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.arrived = threading.Event()
        self.hold = threading.Event()
        self.hold.set()
        self.refuse = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._open = False
        self._socket.close()

    def _serve(self) -> None:
        while self._open:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            try:
                connection.sendall(b"220 ready\r\n")
                for line in lines:
                    word = line[:4].upper().strip()
                    connection.sendall(self._answer(word, lines, connection))
                    if word == b"QUIT":
                        return
            except OSError:
                return

    def _answer(self, word: bytes, lines, connection: socket.socket) -> bytes:
        match word:
            case b"MAIL" if self.refuse:
                return b"550 not here\r\n"
            case b"DATA":
                connection.sendall(b"354 go on\r\n")
                text = b"".join(iter(lines.readline, b".\r\n"))
                self.arrived.set()
                if not self.hold.wait(20) or not self._alive(connection):
                    return b"451 too late\r\n"
                self.letters.append(message_from_bytes(text, policy=policy.default))
                return b"250 taken\r\n"
            case b"QUIT":
                return b"421 a rude good-bye\r\n"  # Which must not make anybody send the letter again.
            case _:
                return b"250 fine\r\n"

    @staticmethod
    def _alive(connection: socket.socket) -> bool:
        """A server that finds its client gone has not taken the letter."""
        connection.setblocking(False)
        try:
            return connection.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        finally:
            connection.setblocking(True)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    try:
        yield server
    finally:
        server.close()
