"""Every figure explained in words and numbers, and as JSON."""
