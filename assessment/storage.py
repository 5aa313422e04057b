"""The store of files people hand in: a folder on this machine, or a bucket, by one address.

Keys are made of our own ids alone, so that nothing a person typed ever becomes part of a path.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import fsspec

from assessment.environment import ConfigurationError

CHUNK = 256 * 1024


class Store:
    """Files by key. A file is there whole or not at all."""

    def __init__(self, url: str) -> None:
        """Take the address, such as `file:///srv/evidence` or `s3://bucket/evidence`.

        Raises
        ------
        ConfigurationError
            When the address names a kind of store that is not installed.
        """
        try:
            self._files, self._root = fsspec.url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise ConfigurationError(f"EVIDENCE_URL cannot be used: {error}") from None
        self._local = "file" in self._protocols()

    def put(self, key: str, content: bytes) -> None:
        """Keep a file; when this returns it is on the disk, or in the bucket."""
        if not self._local:
            self._files.pipe_file(self._path(key), content)
            return
        half = f"{self._path(key)}.{uuid4().hex}.part"
        self._files.makedirs(os.path.dirname(half), exist_ok=True)  # noqa: PTH120 - a path of the store, not of this machine
        try:
            with self._files.open(half, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self._files.mv(half, self._path(key))
        except OSError:
            self._forget(half)
            raise

    def read(self, key: str) -> Iterator[bytes]:
        """Give a file piece by piece.

        Raises
        ------
        FileNotFoundError
            When there is none; at the call, not at the first piece.
        """
        return self._pieces(self._files.open(self._path(key), "rb"))

    def drop(self, key: str) -> None:
        """Forget a file; one that is not there is forgotten already."""
        self._forget(self._path(key))

    def __iter__(self) -> Iterator[str]:
        """List the keys of all files, halves of broken uploads included."""
        for path in self._files.find(self._root):
            yield str(path).removeprefix(self._root).lstrip("/")

    def changed(self, key: str) -> datetime:
        """Tell when a file was written."""
        at: datetime = self._files.modified(self._path(key))
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    def _pieces(self, file: Any) -> Iterator[bytes]:
        with file:
            while piece := file.read(CHUNK):
                yield piece

    def _path(self, key: str) -> str:
        return f"{self._root.rstrip('/')}/{key}"

    def _forget(self, path: str) -> None:
        try:
            self._files.rm_file(path)
        except FileNotFoundError:
            return

    def _protocols(self) -> tuple[str, ...]:
        known = self._files.protocol
        return (known,) if isinstance(known, str) else tuple(known)
