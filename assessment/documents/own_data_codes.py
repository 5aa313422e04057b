"""Codes of the printed copy of all personal data whose words depend on the field they stand in."""

from collections.abc import Mapping
from types import MappingProxyType

from assessment.core.facts.register import ORGANISATION_TYPES, PLACES, SECTIONS, SECTORS, SIZES
from assessment.core.questionnaire import Text
from assessment.core.rights.purposes import PURPOSES
from assessment.documents.own_data_words import texts


def _bands(*limits: int) -> Mapping[str, Text]:
    """Say bands of money by the limits of Decree 80, in billions of đồng."""
    rows = {
        "upto" + str(high): Text({"vi": f"đến {high} tỷ đồng", "en": f"up to {high} billion VND"}) for high in limits
    }
    last = limits[-1]
    return {**rows, f"above{last}": Text({"vi": f"trên {last} tỷ đồng", "en": f"above {last} billion VND"})}


CODES: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "sector": SECTORS,
        "size": SIZES,
        "vsic_section": SECTIONS,
        "organisation_type": ORGANISATION_TYPES,
        "place": {
            key: Text({language: place.full_name(language) for language in ("vi", "en")})
            for key, place in PLACES.items()
        },
        "purpose": {purpose.id: purpose.title for purpose in PURPOSES},
        "file": texts(
            {
                "aggregate_report": ("báo cáo tổng hợp", "aggregate report"),
                "blank_questionnaire": ("phiếu trắng", "blank form"),
                "own_answers": ("bản câu trả lời", "sheet of answers"),
                "own_data": ("bản sao dữ liệu cho máy đọc", "copy of own data for machines"),
                "own_data_paper": ("bản sao dữ liệu để đọc", "copy of own data to read"),
                "owner_report": ("báo cáo kết quả", "result report"),
                "roadmap": ("lộ trình", "roadmap"),
                "statistics_csv": ("tệp số liệu (CSV)", "file of figures (CSV)"),
                "statistics_xlsx": ("tệp số liệu (XLSX)", "file of figures (XLSX)"),
            }
        ),
        "kind": texts(
            {
                "access": ("nhận bản sao dữ liệu", "receive a copy of the data"),
                "correct": ("sửa dữ liệu sai", "correct wrong data"),
                "withdraw": ("rút lại sự đồng ý", "withdraw consent"),
                "object": ("phản đối việc xử lý", "object to the processing"),
                "anonymise": ("bỏ tên khỏi dữ liệu", "make the data anonymous"),
                "delete": ("xóa dữ liệu", "delete the data"),
            }
        ),
        "revenue_band": _bands(3, 10, 50, 100, 200, 300),
        "capital_band": _bands(3, 20, 50, 100),
    }
)
