"""Figures of many enterprises: spread, tables, strata, measures of targets, and what of them may be shown."""
