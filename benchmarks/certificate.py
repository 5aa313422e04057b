"""
Measure the promise: a certificate, from its value to the finished file, within 1.15 times of the renderer alone.

The floor is WeasyPrint on the same HTML with the same shared fonts and style sheet, as PDF/A-3a like ours; turns are
taken in alternation, so that whatever else the machine does weighs on both. Ours adds the template, the ruler, the
QR code and the clean-up.
"""

import statistics
import sys
import time

from weasyprint import HTML

from assessment.documents.certificate import STYLESHEET, certificate_html, certificate_pdf
from assessment.documents.render import ROOT, ClosedFetcher, fonts, stylesheet
from tests.documents.paper import template_in
from tests.documents.samples import certificate

TURNS, BOUND = 40, 1.15


def main() -> int:
    """Print the medians and their ratio; exit with 1 above the bound."""
    write, value = template_in("vi"), certificate(demo=True)
    html = certificate_html(value, write)
    kinds = {
        "floor": lambda: rendered(html, "pdf/a-3a"),
        "plain": lambda: rendered(html, None),
        "ours": lambda: certificate_pdf(value, write),
        "html": lambda: certificate_html(value, write),
    }
    taken = {name: [] for name in kinds}
    for turn in range(TURNS + 3):
        for name, make in kinds.items():
            begin = time.perf_counter()
            make()
            if turn >= 3:
                taken[name].append(time.perf_counter() - begin)
    middle = {name: 1000 * statistics.median(each) for name, each in taken.items()}
    # Neighbouring turns see the same machine, so the ratio of each pair is steadier than the ratio of the medians.
    ratio = statistics.median(ours / floor for ours, floor in zip(taken["ours"], taken["floor"], strict=True))
    print(f"certificate  {middle['ours']:6.1f} ms   of which template, ruler and QR {middle['html']:.1f} ms")
    print(f"floor        {middle['floor']:6.1f} ms   (as plain PDF {middle['plain']:.1f} ms)")
    print(f"ratio        {ratio:6.3f} of {BOUND}")
    return 0 if ratio <= BOUND else 1


def rendered(html: str, variant: str | None) -> bytes:
    """Let the renderer alone make a PDF of the same HTML."""
    document = HTML(string=html, base_url=ROOT, url_fetcher=ClosedFetcher())
    made: bytes = document.write_pdf(stylesheets=[stylesheet(STYLESHEET)], font_config=fonts(), pdf_variant=variant)
    return made


if __name__ == "__main__":
    sys.exit(main())
