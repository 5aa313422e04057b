"""Measured promises, each beside its floor in the same run. Machines differ and are shared: read the ratios."""
