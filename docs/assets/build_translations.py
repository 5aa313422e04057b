"""Merge the English of all features into the one catalogue the application loads: `make words`."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = Path(__file__).resolve().parents[2] / "assessment" / "translations" / "en"
TARGET = ENGLISH / "LC_MESSAGES" / "messages.mo"


def merged() -> Catalog:
    """Read every feature's file into one catalogue; two different translations of one text are a fault."""
    whole = Catalog(locale="en", domain="messages", fuzzy=False)
    for path in sorted(ENGLISH.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                _add(whole, message, path)
    return whole


def _add(whole: Catalog, message: object, path: Path) -> None:
    if not message.id:
        return
    known = whole.get(message.id)
    if known is not None and known.string != message.string:
        raise SystemExit(f"{path.name}: {message.id!r} is translated in two ways: {known.string!r}, {message.string!r}")
    whole.add(message.id, message.string)


def compiled() -> bytes:
    """Give the bytes of the compiled catalogue, the same for the same words."""
    import io

    whole = merged()
    # Without a date of its own the head of the file would carry the minute in which it was made.
    whole.creation_date = whole.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, whole)
    return buffer.getvalue()


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(compiled())
    print(f"{TARGET}: {len(merged())} texts")
