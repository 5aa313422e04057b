"""The WSGI entry point."""

from assessment.app import create_app

app = create_app()
