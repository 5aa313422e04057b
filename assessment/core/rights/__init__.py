"""What the law on personal data asks for: the terms of requests, and the purposes people agree to."""
