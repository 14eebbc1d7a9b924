"""What a reader is: the bytes of one source in, its documents out.

A reader is one module and one row of the table in `kg.read.readers`. This one reads a text a line:

    def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
        text, encoding = content.decode(ontology)
        for number, line in enumerate(text.splitlines(), 1):
            try:
                yield content.document(line, ontology, encoding=encoding, record=str(number))
            except SourceError as error:
                yield error  # the other lines are still read

    READER = Reader("lines", (".lines",), ("text/x-lines",), _documents, recognizes=lambda data: False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from kg.errors import SourceError, SourceWarning
from kg.ontology.ontology import Ontology
from kg.read.article.article_metadata import article_reading
from kg.read.article.fields import Choice
from kg.read.article.reading import unread
from kg.read.encoding.decode import decode
from kg.read.field_names import DEFAULT_NAMES, FieldNames
from kg.read.language import check_chinese
from kg.read.page import LeftOut, Page
from kg.types import Document, DocumentId

LONGEST = 4_000_000  # characters of a source, and so of a document
_CHARACTER = 4  # bytes, at most


def too_long(where: str, limit: int) -> SourceError:
    """The error of a source, or a document, with more than `limit` characters."""
    what = f"it is longer than {limit:,} characters"
    return SourceError(what, where=where, hint="split it into articles, one a file")


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a document was read: for each field what its places say, best first, and what is no part of its body."""

    document: Document
    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one source: `id` is the source's, `where` its name in messages, `limit` in characters.

    Of a source that is read as a stream `data` are the first bytes only, and `opens` gives the file. `names` are those
    of the columns of a table.
    `url` is the address that it was fetched from, `charset` the encoding that its server named; else they are empty.
    `on_reading` is called for each document that is made of it, to tell how it was read.
    `warnings` are what has been said of it so far, by `decode` or by its reader; the next document takes them along.
    """

    id: str
    data: bytes
    where: str
    limit: int = LONGEST
    on_reading: Callable[[Explanation], None] | None = None
    url: str = ""
    charset: str = ""
    warnings: list[SourceWarning] = field(default_factory=list, compare=False, repr=False)
    opens: Callable[[], BinaryIO] | None = field(default=None, compare=False, repr=False)
    names: FieldNames = DEFAULT_NAMES

    def open(self) -> BinaryIO:
        """The source as a file, to be read from its beginning and closed; SourceError where it cannot be opened."""
        return self.opens() if self.opens else BytesIO(self.data)

    def warn(self, what: str, hint: str) -> None:
        """Say what of the source is not read as it should be, and what to do."""
        self.warnings.append(SourceWarning(what, where=self.where, hint=hint))

    def decode(self, ontology: Ontology) -> tuple[str, str]:
        """The text, unchanged, and its encoding.

        A few broken bytes are read as U+FFFD, with a warning. Raises SourceError where it is empty, binary, in no known
        encoding, broken at too many bytes, or too long.
        """
        text, encoding = decode(self.data, ontology, where=self.where, warn=self.warn, charset=self.charset)
        if len(text) > self.limit:
            raise too_long(self.where, self.limit)
        return text, encoding

    def document(
        self,
        text: str,
        ontology: Ontology,
        *,
        encoding: str = "utf-8",
        page: Page | None = None,
        pages: tuple[int, ...] = (),
        record: str = "",
    ) -> Document:
        """A document with its metadata: what the text states of itself, and what `page`, its HTML, adds.

        `pages` is where in the text each page begins, of a source that has them.

        A source with several documents names each by its `record`, a key that is unique and stable within the source:
        the id of record 17 of `news` is `news#17`. Raises SourceError for a text that is too long or not Chinese.
        """
        where = f"{self.where}#{record}" if record else self.where
        if len(text) > self.limit:
            raise too_long(where, self.limit)
        check_chinese(text, where)
        id_ = DocumentId(f"{self.id}#{record}" if record else self.id)
        warnings = tuple(self.warnings)
        self.warnings.clear()
        url = "" if record else self.url
        reading = article_reading(text, ontology, encoding=encoding, page=page, url=url)
        document = Document(id_, text, replace(reading.meta, pages=pages), warnings)
        if self.on_reading:
            shown = tuple(unread(page, text)) if page else ()
            self.on_reading(Explanation(document, reading.choices, (*reading.left_out, *shown)))
        return document


@dataclass(frozen=True, slots=True)
class Reader:
    """One format. `suffixes` and `media_types` are in lower case; each belongs to one reader only.

    `documents` gives the documents of a source, in its order. It raises SourceError where the source as a whole cannot
    be read, and yields one where a single record cannot, so that the others are still read.
    `recognizes` decides, for a source without a known suffix, whether its bytes are of this format.
    With `stream` a source may be of any length: `documents` reads it by `Content.open`, and holds a record at a time;
    the limit of characters is that of a record.
    `is_own` decides whether a file that begins with these bytes was written by this project: a graph, no article. The
    search of a folder leaves it out.
    `most` is how many bytes a source may have where it is more than its text, as a book with pictures is.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    documents: Callable[[Content, Ontology], Iterator[Document | SourceError]]
    recognizes: Callable[[bytes], bool]
    is_own: Callable[[bytes], bool] | None = None
    stream: bool = False
    most: int = 0

    def largest(self, limit: int) -> int:
        """How many bytes a source of up to `limit` characters may have."""
        return self.most or _CHARACTER * limit

    def too_large(self, where: str, limit: int) -> SourceError:
        """The error of a source with more bytes than that."""
        if not self.most:
            return too_long(where, limit)
        return SourceError(f"it is larger than {self.most:,} bytes", where=where, hint="split it into smaller files")

    def read(self, content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
        """The documents of a source, or what is wrong with it or with one of its records; at least one of these."""
        found = False
        try:
            for one in self.documents(content, ontology):
                found = True
                yield one
        except SourceError as error:
            yield error
        except OSError as error:  # the file went away, or its disk did
            what = f"it cannot be read: {error.strerror or error}"
            yield SourceError(what, where=content.where, hint="check that it is whole, and that its disk is")
        else:
            if not found:
                yield SourceError("it holds no documents", where=content.where, hint="leave it out, or add a text")
