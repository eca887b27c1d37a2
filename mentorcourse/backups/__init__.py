"""Copies of everything that is kept: made while the course runs, checked, thinned out, and put back.

A backup is one SQLite file with the tables of this version, whatever database it was made from: it can be put back
into SQLite or PostgreSQL, and be opened and checked without either's server.
"""

from .folder import KEPT as KEPT
from .folder import Backup as Backup
from .folder import backups_in as backups_in
from .making import back_up as back_up
from .making import default_folder as default_folder
from .restoring import NotEmpty as NotEmpty
from .restoring import opened as opened
from .restoring import restore as restore
from .rows import BackupError as BackupError
