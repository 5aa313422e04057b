"""The people one may log in as in a demo database, and the file with their password; light, for the start reads it."""

import os
import secrets
from pathlib import Path

ADDRESSES = {
    "owner": "owner@demo.example",
    "colleague": "colleague@demo.example",
    "reviewer": "reviewer@demo.example",
    "analyst": "analyst@demo.example",
    "administrator": "admin@demo.example",
}
NAMES = {
    "owner": "Vũ Thị Minh Họa",
    "colleague": "Phạm Văn Ví Dụ",
    "reviewer": "Trần Thị Thẩm Thử",
    "analyst": "Lê Văn Số Mẫu",
    "administrator": "Hoàng Thị Quản Thử",
}
GENERATED_BYTES = 9


def kept_password(var: Path) -> str | None:
    """Give the password that was set last, from the file only its owner can read."""
    try:
        return (var / "demo_password").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def wished_password(var: Path) -> str:
    """Give the password that shall hold: the one asked for, the one kept, or a new one."""
    return os.environ.get("DEMO_PASSWORD") or kept_password(var) or secrets.token_urlsafe(GENERATED_BYTES)


def keep_password(var: Path, password: str) -> None:
    """Write the password where the start finds it again."""
    path = var / "demo_password"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(password + "\n", encoding="utf-8")


def log_ins(var: Path) -> list[str]:
    """List the addresses with what each is, and their one password."""
    lines = [f"  {address:24} {role}" for role, address in ADDRESSES.items()]
    return [*lines, f"  {'password:':24} {kept_password(var)}"]
