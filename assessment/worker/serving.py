"""The worker as a process: serves the queue until it is told to stop."""

import logging
import os
import signal
import sys
import threading

from flask import Flask

from assessment.worker import queue
from assessment.worker.memory import give_back_early
from assessment.worker.privacy import forget_old
from assessment.worker.upkeep import measure_pace, tidy

PATIENCE = 4  # Seconds a running job has to end once the worker is told to stop; its keeper kills after 5.


def work(app: Flask) -> None:
    """Serve the queue until stopped: a message wakes it, a sweep each minute finds what no message told of."""
    from huey import crontab

    give_back_early()
    logging.getLogger("huey").setLevel(logging.ERROR)  # Its warnings tell of what is handled here.
    carrier = app.extensions["carrier"]
    carrier.prepare()
    stopped = threading.Event()

    def sweep() -> None:
        queue.run_pending(app, stopped.is_set)

    carrier.serve(lambda _job_id: sweep())
    carrier.huey.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    carrier.huey.periodic_task(crontab(minute="7"), name="measure_pace")(lambda: measure_pace(app))
    carrier.huey.periodic_task(crontab(minute="17", hour="20"), name="tidy")(lambda: tidy(app))  # At night here.
    carrier.huey.periodic_task(crontab(minute="37", hour="20"), name="forget_old")(lambda: forget_old(app))
    carrier.huey.on_startup(name="sweep")(sweep)
    consumer = carrier.huey.create_consumer(
        workers=1, initial_delay=0.05, backoff=1.15, max_delay=0.2, shutdown_timeout=PATIENCE
    )
    consumer.start()  # Huey listens for signals too: whoever asks last is heard.
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda _sign, _frame: stopped.set())
    while not stopped.wait(10):
        consumer.check_worker_health()
    consumer.stop(graceful=True)
    _leave(app)


def _leave(app: Flask) -> None:
    """Give back what is still in hand, so that the next worker need not wait for the lease to run out, and go.

    A job that did not end in time is left where it stands: its transaction was never committed.
    """
    if not queue.give_back(app):
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
