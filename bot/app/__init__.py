"""The composition root: the only room that names concrete backends.

A backend is imported where it is built, so that a process carries only what it uses.
"""

from bot.app.health import telling_health
from bot.app.intranet import ingest, ingest_sample, is_empty, quarantine
from bot.app.kollega import Kollega, open_kollega
from bot.app.model import build_extractive
from bot.app.municipality import profile_sources
from bot.app.records import Records, open_records
from bot.app.sample import SAMPLE_INTRANET, SAMPLE_NAME
from bot.app.serving import build_web, serving
from bot.app.sources import open_source
from bot.app.state import move_to_blobs

__all__ = [
    "SAMPLE_INTRANET",
    "SAMPLE_NAME",
    "Kollega",
    "Records",
    "build_extractive",
    "build_web",
    "ingest",
    "ingest_sample",
    "is_empty",
    "move_to_blobs",
    "open_kollega",
    "open_records",
    "open_source",
    "profile_sources",
    "quarantine",
    "serving",
    "telling_health",
]
