"""What can go wrong with an archive. Messages are Spanish because people read them.

    ArchiveError
    ├── MemberError    one member cannot be packed as described: discard the part
    ├── PlanError      the limit, the plan or the set makes no sense
    ├── SourceError    the folder to pack cannot be read whole
    ├── BusyError      another process is writing the same set
    └── Unsound        a finished set or part is not what it should be

Trouble of the machine (disk full, storage unreachable) is never dressed as one of
these: `OSError`, and whatever the storage raises, pass through untouched.
"""


class ArchiveError(Exception):
    """Root of the tree; `str()` gives the Spanish sentence."""


class PlanError(ArchiveError):
    """A limit under the minimum, a set too long, records in the wrong order."""


class SourceError(ArchiveError):
    """Something in the folder is not a regular readable file."""


class BusyError(ArchiveError):
    """Another process holds the staging folder of the same set."""


class MemberError(ArchiveError):
    """One member lies, changed or vanished. The part being written must be discarded.

    `name` is the member's name in the archive; `code` one of `missing`, `unreadable`,
    `short`, `long`, `crc`, `name`, `repeated`, `stored_size`.
    """

    SENTENCES = {
        "missing": "el archivo no existe",
        "unreadable": "el archivo no se puede leer",
        "short": "el archivo tiene menos bytes de los declarados",
        "long": "el archivo tiene más bytes de los declarados",
        "crc": "el contenido no corresponde a su CRC-32",
        "name": "el nombre no es admisible dentro de un archivo ZIP",
        "repeated": "el nombre se repite dentro de la parte",
        "stored_size": "el contenido comprimido excede el tamaño planificado",
    }

    def __init__(self, name: str, code: str):
        super().__init__(name, code)
        self.name = name
        self.code = code

    def __str__(self) -> str:
        return f"«{self.name}»: {self.SENTENCES[self.code]}."


class Unsound(ArchiveError):
    """The first fault met while verifying.

    `part` is the file's name, `member` the entry's name or "" when the fault is of
    the part itself, `words` the sentence in Spanish.
    """

    def __init__(self, part: str, member: str, words: str):
        super().__init__(part, member, words)
        self.part = part
        self.member = member
        self.words = words

    def __str__(self) -> str:
        place = f"{self.part}, «{self.member}»" if self.member else self.part
        return f"{place}: {self.words}."
