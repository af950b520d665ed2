"""Everything that can go wrong between a file and a published index.

    IngestError
    ├── DocumentError            this file is refused, the others go on (exit 65)
    │   ├── UnreadableDocument   damaged, empty, or not what its name says
    │   ├── ProtectedDocument    encrypted
    │   ├── ScannedDocument      no text layer
    │   ├── UnsupportedFormat    no loader for it
    │   └── LimitExceeded        too large, too slow, too much memory
    ├── DescriptionError         corpus.yaml cannot be understood (exit 65)
    ├── AnswersLost              questions of corpus.yaml answered before no longer are (exit 65)
    ├── MoreOpen                 going back would show a document to more people (exit 77)
    ├── NotFound                 the folder or file is not there (exit 66)
    ├── IndexFault               the index cannot be used
    │   ├── NoIndex              nothing was ingested yet (exit 66)
    │   ├── IncompatibleIndex    other format, other embedding model (exit 69)
    │   ├── DamagedIndex         a file of it changed or is missing (exit 69)
    │   ├── WriteFailed          it cannot be written: disk full, no permission (exit 69)
    │   ├── NoRoom               the temporary folder takes no copy to read from (exit 69)
    │   └── StoreUnreachable     where generations are sent does not answer (exit 69)
    ├── SourceUnreachable        a folder, share or library of documents cannot be read (exit 69)
    ├── IndexBusy                another ingest is writing (exit 69)
    └── EmbeddingUnavailable     the embedding model cannot be loaded (exit 69)

Each carries a French sentence (``str(error)``), an English one (``error.english``), both ending with what to do,
and the exit status its command ends with.
"""

from __future__ import annotations

import errno

# What the system says of a disk that refuses to write: full, beyond a quota or a size, read-only.
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


class IngestError(Exception):
    """Base of every error of this package."""

    exit_code = 65

    def __init__(self, french: str, english: str = "") -> None:
        super().__init__(french)
        self.french = french
        self.english = english or french

    def __reduce__(self) -> tuple[type[IngestError], tuple[str, str]]:
        return type(self), (self.french, self.english)


class DocumentError(IngestError):
    """One document is refused; the ingest goes on without it."""


class UnreadableDocument(DocumentError):
    """The file is damaged, empty, or not what its name says."""


class ProtectedDocument(DocumentError):
    """The file is encrypted, or asks for a password."""


class ScannedDocument(DocumentError):
    """The pages are images: there is no text to read."""


class UnsupportedFormat(DocumentError):
    """No loader reads files of this suffix."""


class LimitExceeded(DocumentError):
    """The file is too large, too slow or too heavy to read whole."""


class DescriptionError(IngestError):
    """``corpus.yaml``, or the file of anticipated questions, cannot be understood."""


class AnswersLost(IngestError):
    """Questions of ``corpus.yaml`` that the index in service answers are no longer answered by the new one."""


class MoreOpen(IngestError):
    """An earlier index would show documents to more people than may read them now."""

    exit_code = 77

    @classmethod
    def naming(cls, documents: list[str]) -> MoreOpen:
        """The error that names these documents."""
        listed = ", ".join(documents[:5]) + (" …" if len(documents) > 5 else "")
        return cls(
            f"Cette version montrerait à plus de gens : {listed}. Rien n'a changé; ajoutez « --force » si c'est voulu.",
            f"That version would show to more people: {listed}. Nothing was changed; add “--force” if that is meant.",
        )


class NotFound(IngestError):
    """The folder or the file named is not there."""

    exit_code = 66


class IndexFault(IngestError):
    """The index cannot be used as it is; a new ingest mends it."""

    exit_code = 69


class NoIndex(IndexFault):
    """Nothing was ingested yet."""

    exit_code = 66


class IncompatibleIndex(IndexFault):
    """The index is of another format, or its vectors are of another embedding model."""


class DamagedIndex(IndexFault):
    """A file of the index is missing, or is not what was written."""


class WriteFailed(IndexFault):
    """The index cannot be written: the disk is full, or permission is refused."""

    @classmethod
    def because(cls, reason: str) -> WriteFailed:
        """The error in both languages; ``reason`` is what the system said."""
        return cls(
            f"L'index n'a pas pu être écrit ({reason}) et l'ancien reste en service : "
            "libérez de l'espace ou vérifiez les droits du dossier, puis relancez « repere ingest ».",
            f"The index could not be written ({reason}) and the old one stays in service: "
            "free some space or check the folder's permissions, then run “repere ingest” again.",
        )


class NoRoom(IndexFault):
    """The temporary folder takes no copy of what is opened: it is full or read-only."""

    @classmethod
    def because(cls, folder: str, reason: str) -> NoRoom:
        """The error in both languages; ``reason`` is what the system said."""
        return cls(
            f"Le dossier temporaire ({folder}) refuse d'écrire ({reason}) : libérez de l'espace, "
            "ou nommez-en un autre par TMPDIR, puis relancez.",
            f"The temporary folder ({folder}) refuses to write ({reason}): free some space, "
            "or name another one by TMPDIR, then try again.",
        )


class StoreUnreachable(IndexFault):
    """The folder or object store of generations does not answer, or refuses."""

    @classmethod
    def because(cls, reason: str) -> StoreUnreachable:
        """The error in both languages; ``reason`` is the kind of what went wrong."""
        return cls(
            f"Le dépôt d'index ne répond pas ({reason}) : vérifiez REPERE_INDEX_URL et l'accès au dépôt, puis relancez.",
            f"The store of indexes does not answer ({reason}): check REPERE_INDEX_URL and access to it, then try again.",
        )


class IndexBusy(IngestError):
    """Another ingest is writing the index."""

    exit_code = 69


class SourceUnreachable(IngestError):
    """Where documents come from does not answer, refuses, or is suddenly empty."""

    exit_code = 69

    @classmethod
    def because(cls, reason: str) -> SourceUnreachable:
        """The error in both languages; ``reason`` is the kind of what went wrong."""
        return cls(
            f"La source des documents ne peut pas être lue ({reason}) : vérifiez son adresse et les accès, puis relancez.",
            f"The source of documents cannot be read ({reason}): check its address and access to it, then run this again.",
        )


class EmbeddingUnavailable(IngestError):
    """The embedding model cannot be loaded."""

    exit_code = 69


def damaged(name: str, what: str = "") -> UnreadableDocument:
    """The file cannot be opened. ``what`` names the format (« PDF », « Word »…)."""
    kind = f" {what}" if what else ""
    return UnreadableDocument(
        f"« {name} » est endommagé ou n'est pas un fichier{kind}; ouvrez-le et enregistrez-le de nouveau.",
        f"“{name}” is damaged or is not a{kind} file; open it in its own program and save it again.",
    )
