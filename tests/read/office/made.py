"""Documents as programs write them, put together by zipfile and email: Word, OpenDocument, EPUB, MHTML."""

from __future__ import annotations

import base64
import io
import quopri
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/>{based}</w:style>'
    for id_, name, based in (
        ("a", "Normal", ""),
        ("a3", "Title", '<w:basedOn w:val="a"/>'),
        ("1", "heading 1", '<w:basedOn w:val="a"/>'),
        ("own", "公文标题", '<w:basedOn w:val="a3"/>'),
        ("TOC1", "toc 1", '<w:basedOn w:val="a"/>'),
        ("loop", "loop", '<w:basedOn w:val="loop"/>'),
    )
)


def packed(files: Mapping[str, str | bytes], stored: Sequence[str] = ()) -> bytes:
    """A zip with these files, those of `stored` without compression."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2021, 3, 5, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return made.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of Word; what does not begin as a tag becomes a run."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    tabs = '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>'
    return f'<w:p w:rsidR="00A77427"><w:pPr>{styled}{tabs}{properties}</w:pPr>{inner}</w:p>'


def table(*rows: Sequence[str], properties: str = "") -> str:
    """A table of Word; a cell that does not begin as a tag becomes a paragraph."""
    made = ""
    for row in rows:
        inner = (cell if cell.startswith("<") else paragraph(cell) for cell in row)
        cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="4148"/></w:tcPr>{cell}</w:tc>' for cell in inner)
        made += f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4148"/></w:tblGrid>{made}</w:tbl>'


def core(title: str = "", creator: str = "", created: str = "") -> str:
    """The core properties of a document."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2024-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


def _relations(**parts: str) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_KINDS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts.items())
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_XML}<Relationships xmlns="{namespace}">{rows}</Relationships>'


def docx(
    *blocks: str,
    notes: Mapping[str, str] | None = None,
    endnotes: Mapping[str, str] | None = None,
    properties: str = "",
    others: Mapping[str, str | bytes] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """A Word document with blocks of XML, and what else Word puts into it."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations(officeDocument=main).replace(
            "</Relationships>",
            '<Relationship Id="p" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
            'core-properties" Target="docProps/core.xml"/></Relationships>',
        ),
        f"word/_rels/{main.rpartition('/')[2]}.rels": _relations(
            styles="styles.xml", footnotes="footnotes.xml", endnotes="endnotes.xml", header="header1.xml"
        ),
        main: f"{_XML}<w:document {W}><w:body>{''.join(blocks)}"
        '<w:sectPr><w:headerReference r:id="rId3" w:type="default"/></w:sectPr></w:body></w:document>',
        "word/styles.xml": f"{_XML}<w:styles {W}>{STYLES}</w:styles>",
        "word/header1.xml": f"{_XML}<w:hdr {W}>{paragraph('临江县档案馆文件汇编页眉')}</w:hdr>",
        "word/comments.xml": f"{_XML}<w:comments {W}><w:comment>{paragraph('此处待核。')}</w:comment></w:comments>",
    }
    for kind, one in (("footnote", notes), ("endnote", endnotes)):
        rows = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        for number, text in (one or {}).items():
            mark = f"<w:r><w:{kind}Ref/></w:r>"
            rows += f'<w:{kind} w:id="{number}">{paragraph(mark, " " + text)}</w:{kind}>'
        files[f"word/{kind}s.xml"] = f"{_XML}<w:{kind}s {W}>{rows}</w:{kind}s>"
    if properties:
        files["docProps/core.xml"] = properties
    return packed(files | dict(others or {}))


def odt(body: str, *, meta: str = "", styles: str = "", others: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument text."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "meta", "manifest", "draw")
    )
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"{_XML}<office:document-content {names}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "meta.xml": f"{_XML}<office:document-meta {names}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f"{_XML}<manifest:manifest {names}/>",
    }
    return packed(files | dict(others or {}), stored=("mimetype",))


def xhtml(body: str, title: str = "", kind: str = "") -> str:
    """A page of a book."""
    typed = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title></head><body{typed}>{body}</body></html>'
    )


def epub(
    pages: Mapping[str, str | bytes],
    *,
    titles: Mapping[str, str] | None = None,
    metadata: str = "<dc:title>临江县志</dc:title>",
    guide: str = "",
    ncx: bool = False,
    folder: str = "OEBPS",
    others: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A book whose spine has these pages by name; `titles` are those of its contents, of EPUB 2 with `ncx`."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    refs = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    links = "".join(f'<li><a href="{name}">{title}</a></li>' for name, title in (titles or {}).items())
    points = "".join(
        f'<navPoint id="n{n}"><navLabel><text>{title}</text></navLabel><content src="{name}"/></navPoint>'
        for n, (name, title) in enumerate((titles or {}).items())
    )
    contents: dict[str, str | bytes] = (
        {f"{folder}/toc.ncx": f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'}
        if ncx
        else {f"{folder}/nav.xhtml": xhtml(f'<nav epub:type="toc"><ol>{links}</ol></nav>')}
    )
    item = (
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        if ncx
        else '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    )
    first = "" if ncx else '<itemref idref="nav"/>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{item}{items}</manifest><spine>{first}{refs}</spine>"
        f"<guide>{guide}</guide></package>"
    )
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        f'<rootfile full-path="{folder}/content.opf"/></rootfiles></container>',
        f"{folder}/content.opf": package,
        **contents,
        **{f"{folder}/{name}": page for name, page in pages.items()},
    }
    return packed(files | dict(others or {}), stored=("mimetype",))


def mhtml(
    page: str,
    *,
    charset: str = "utf-8",
    encoding: str = "quoted-printable",
    location: str = "https://www.linjiang.example/2021/0305/a.html",
    named: bool = True,
) -> bytes:
    """A page saved by a browser, with a picture; with `named` the part says its charset."""
    data = page.encode(charset)
    body = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(encoding, bytes)(data)
    said = f'; charset="{charset}"' if named else ""
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {location}\r\n"
        "Subject: =?utf-8?Q?=E5=BC=80=E9=A6=86?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--x"\r\n\r\n\r\n'
        f"------MultipartBoundary--x\r\nContent-Type: text/html{said}\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: {location}\r\n\r\n"
    )
    picture = (
        "\r\n------MultipartBoundary--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://www.linjiang.example/a.png\r\n\r\niVBORw0KGgo=\r\n------MultipartBoundary--x--\r\n"
    )
    return head.encode() + body.replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n") + picture.encode()


def plain_docx(words: str) -> bytes:
    """A Word document with a line for each of the text's."""
    return docx(*(paragraph(escape(line)) for line in words.split("\n")))


def plain_odt(words: str) -> bytes:
    """The same as OpenDocument text."""
    return odt("".join(f"<text:p>{escape(line)}</text:p>" for line in words.split("\n")))


def plain_epub(words: str) -> bytes:
    """The same as a book of one chapter."""
    return epub({"ch01.xhtml": xhtml("".join(f"<p>{escape(line)}</p>" for line in words.split("\n")))})
