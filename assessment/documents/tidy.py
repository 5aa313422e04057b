"""
Small repairs to what the renderer writes, so that a strict reader of PDF/A finds nothing to mend.

They must come before any signature, since they write the file anew.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream


def tidied(written: bytes) -> bytes:
    """Drop empty resource tables, name each attachment once, and let viewers show the title instead of the file."""
    with Pdf.open(BytesIO(written)) as pdf:
        for resources in _resources(pdf):
            _drop_empty(resources)
        if Name.AF in pdf.Root:
            pdf.Root.AF = Array(_once(pdf.Root.AF.as_list()))
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _resources(pdf: Pdf) -> Iterator[Object]:
    for part in pdf.objects:
        if isinstance(part, (Dictionary, Stream)) and Name.Resources in part:
            yield part[Name.Resources]


def _drop_empty(resources: Object) -> None:
    for kind in (Name.Pattern, Name.Shading):
        if kind in resources and not len(resources[kind]):
            del resources[kind]


def _once(files: Iterable[Object]) -> list[Object]:
    return list({file.objgen: file for file in files}.values())
