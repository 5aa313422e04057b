"""The archive a person takes away: the copy as JSON, a word about it, and the files of evidence."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from assessment.documents.own_data import OwnData, as_json

LARGEST = 100 * 1024 * 1024
"""Bytes of evidence that one archive holds: it is kept whole in the database and sent in one piece."""
READ_ME = {
    "vi": "Tệp own-data.json là toàn bộ dữ liệu (UTF-8). Thư mục evidence là các tệp minh chứng đã gửi.\n"
    "Tệp nào có trong danh sách mà không có ở đây thì tải ở trang minh chứng: gói này chứa nhiều nhất 100 MB.\n",
    "en": "own-data.json holds all data (UTF-8). The folder evidence holds the files of evidence.\n"
    "Files that are listed but not here can be downloaded beside their question: this archive holds 100 MB at most.\n",
}


def archive(copy: OwnData, read: Callable[[str], Iterable[bytes]]) -> bytes:
    """Pack the copy; `read` gives a file of evidence by its key in the store."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("own-data.json", as_json(copy))
        file.writestr("READ-ME.txt", READ_ME[copy.language])
        for path, key in _files(copy):
            try:
                content = b"".join(read(key))
            except FileNotFoundError:  # Its row was faster than its bytes; the list still tells of it.
                continue
            file.writestr(path, content)
    return packed.getvalue()


def _files(copy: OwnData) -> Iterator[tuple[str, str]]:
    """Give path and key of the files that fit, the oldest first."""
    room = LARGEST
    for record in copy.part("evidence").records:
        row: dict[str, Any] = dict(record)
        if row["path"] is not None and row["size_in_bytes"] <= room:
            room -= row["size_in_bytes"]
            yield row["path"], f"{row['assessment_id']}/{row['id']}"
