"""Every text inside an archive, as pure functions from frozen values to the same bytes always (backups §5.1).

In the order a build calls them:

1. at the freeze, `document_texts_bound`, `document_index_bound`, `part_readme_bound` and `index_bound`
   say how large the texts can become, so that parts are cut before anything is written;
2. in each document part, `part_readme` and, document by document, `document_texts`;
3. in the index part, `index_members`, which calls back for the ACTA (`acta_html`).

Nothing here reads the database or a clock.
"""

from backups.contents.acta import acta_html
from backups.contents.bounds import document_index_bound, document_texts_bound, index_bound, part_readme_bound
from backups.contents.frozen import FrozenBackup, FrozenDocument, Missing, PartFile, Tally
from backups.contents.index import index_members
from backups.contents.pages import document_texts
from backups.contents.readme import part_readme
from backups.contents.workspace import IndexMember

__all__ = [
    "FrozenBackup",
    "FrozenDocument",
    "IndexMember",
    "Missing",
    "PartFile",
    "Tally",
    "acta_html",
    "document_index_bound",
    "document_texts",
    "document_texts_bound",
    "index_bound",
    "index_members",
    "part_readme",
    "part_readme_bound",
]
