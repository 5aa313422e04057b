"""The chain of values from questionnaire to report, pure: no framework, no database, no disk, no clock."""
