"""Everything drawn and printed: charts, certificates, reports, and their way to PDF."""
