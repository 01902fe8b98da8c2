"""xfconsole: the night desk of a petition office, offline and by keyboard."""

__version__ = "0.1.0"
