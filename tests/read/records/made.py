"""Files of records as other programs write them: pyarrow's Parquet, warcio's WARC."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pytest

TIME = "2021-03-05T10:00:00Z"


class Reply(NamedTuple):
    """What a crawler was given at an address."""

    url: str
    data: bytes
    media: str = "text/html"
    status: str = "200 OK"
    kind: str = "response"
    packed: str = ""
    time: str = TIME


def parquet(rows: Iterable[Mapping[str, Any]], **how: Any) -> bytes:
    """A Parquet file whose texts stand in it as they are."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), out, compression="none", use_dictionary=False, **how)
    return out.getvalue()


def warc(replies: Iterable[Reply], *, gzip: bool = False) -> bytes:
    """An archive as a crawler writes it: each reply behind the request, warcinfo first."""
    pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "tests"}))
    for one in replies:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "www.linjiang.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(one.url, "request", http_headers=asked))
        headers = [("Content-Type", one.media), *([("Content-Encoding", one.packed)] if one.packed else [])]
        given = StatusAndHeaders(one.status, headers, protocol="HTTP/1.1") if one.kind == "response" else None
        record = writer.create_warc_record(
            one.url,
            one.kind,
            payload=io.BytesIO(one.data),
            http_headers=given,
            warc_content_type="" if given else one.media,
            warc_headers_dict={"WARC-Date": one.time},
        )
        writer.write_record(record)
    return out.getvalue()
