"""The background worker, which keeps of a failed task where it failed and no word of why.

django-ox stores the traceback of a failed task in the database with the exception's message: a
mail server that refuses an address would put that address there, a database error the row. It has
no setting for this, so the one function that writes the text is replaced.
`tests/config/test_logs.py` fails when a new version of django-ox does it another way.
"""

from django_ox import worker

from config import logs

vars(worker)["format_exception"] = logs.without_words


class Worker(worker.Worker):
    """django-ox's worker, loaded through this module."""
