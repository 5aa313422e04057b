"""A published version never changes: whoever edits one writes a new file."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LIST = Path(__file__).parent / "published.sha256"


def test_every_published_file_has_the_hash_it_was_published_with() -> None:
    listed = {name: digest for digest, name in (line.split() for line in LIST.read_text().splitlines())}
    found = {
        str(path.relative_to(ROOT / "questionnaires")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "questionnaires").glob("*/*.yaml")
    }
    assert found == listed, "a published file changed or came without its hash; give it a new version"
