"""Files people hand in: what they are by their content, not by what they say; images lose what nobody meant to tell.

No HTTP and no database here.
"""

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageOps

from assessment.core.values.text import INVISIBLE, showable

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 120
LARGEST_IMAGE = 60_000_000  # Pixels; a photograph of a good phone has 50 million.
LARGEST_FLAT_IMAGE = 25_000_000  # Only JPEG can be opened at a part of its size.
LONGEST_SIDE = 4096
MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 100 * 1024 * 1024
HIGHEST_RATIO = 100
PDF_HEAD = 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ZIP_HEAD = b"PK\x03\x04"
CONTENT_TYPES = "[Content_Types].xml"
LONGEST_CONTENT_TYPES = 1_000_000

TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MAIN_PARTS = {".xlsx": "xl/workbook.xml", ".docx": "word/document.xml"}


@dataclass(frozen=True, slots=True)
class Document:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file cannot be kept: empty, large, type, content, image, packed, virus or unchecked."""

    code: str


def examine(name: str, content: bytes) -> Document | Refused:
    """Look into a file, and give it as it may be kept, or say why not."""
    shown = safe_name(name)
    ending = PurePosixPath(shown).suffix.lower()
    if not content:
        return Refused("empty")
    if len(content) > LARGEST:
        return Refused("large")
    if ending not in TYPES:
        return Refused("type")
    kept = _content(ending, content)
    return kept if isinstance(kept, Refused) else Document(shown, TYPES[ending], kept)


def safe_name(name: str) -> str:
    r"""Give a name that can be shown and written into a header: its last part, without signs that mean something.

    Examples
    --------
    >>> safe_name("../../Hóa đơn 'tháng 9'.PDF"), safe_name("C:\\x\\a<b>.png"), safe_name("..")
    ("Hóa đơn 'tháng 9'.pdf", 'a-b-.png', 'tep')
    """
    last = showable(name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join("-" if sign in '"<>:|?*%;' else sign for sign in last if sign not in INVISIBLE)
    words = " ".join(plain.split()).strip(". ") or "tep"
    stem, dot, ending = words.rpartition(".")
    return f"{stem[:LONGEST_NAME]}.{ending[:10].lower()}" if dot and stem else words[:LONGEST_NAME]


def _content(ending: str, content: bytes) -> bytes | Refused:
    media_type = TYPES[ending]
    if media_type in IMAGES:
        return _image(IMAGES[media_type], content)
    if ending in MAIN_PARTS:
        return content if _is_office(MAIN_PARTS[ending], content) else Refused("packed")
    return content if _is_pdf(content) else Refused("content")


def _is_pdf(content: bytes) -> bool:
    """Whether a file begins as a PDF and as nothing else."""
    return content[:PDF_HEAD].removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"%PDF-")


def _image(form: str, content: bytes) -> bytes | Refused:
    """Write an image anew, upright and without place, device, comment or preview."""
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as found:
            if found.width * found.height > (LARGEST_IMAGE if form == "JPEG" else LARGEST_FLAT_IMAGE):
                return Refused("image")
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(upright, form)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Refused("content")


def _written(image: Image.Image, form: str) -> bytes:
    wanted = "RGBA" if form != "JPEG" and image.has_transparency_data else "RGB"
    bare = Image.new(wanted, image.size)  # A fresh image carries nothing of the old one but its pixels.
    bare.paste(image.convert(wanted))
    written = io.BytesIO()
    bare.save(written, form, quality=85, optimize=form == "PNG")
    return written.getvalue()


def _is_office(main_part: str, content: bytes) -> bool:
    """Read the directory of the archive and its list of types only, and let in nothing that could run."""
    if not content.startswith(ZIP_HEAD):  # A ZIP may stand behind anything, such as a program.
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            return _is_harmless(main_part, entries) and not _has_macros(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return False


def _has_macros(archive: zipfile.ZipFile) -> bool:
    """Whether the list of types tells of code, under whatever name; a list too long or with references is no list."""
    with archive.open(CONTENT_TYPES) as listed:
        types = listed.read(LONGEST_CONTENT_TYPES + 1).replace(b"\0", b"").lower()
    return len(types) > LONGEST_CONTENT_TYPES or any(sign in types for sign in (b"macroenabled", b"vbaproject", b"&"))


def _is_harmless(main_part: str, entries: Sequence[zipfile.ZipInfo]) -> bool:
    names = {entry.filename for entry in entries}
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    return (
        {CONTENT_TYPES, main_part} <= names
        and len(names) == len(entries) <= MOST_ENTRIES
        and unpacked <= min(LARGEST_UNPACKED, HIGHEST_RATIO * max(packed, 1))
        and not any("vbaproject" in name.lower() or ".." in name.split("/") for name in names)
        and not any(entry.flag_bits & 1 for entry in entries)
    )
