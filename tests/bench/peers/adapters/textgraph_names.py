"""The entities of textgraph's graph over a folder with one file a text."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from frame import run

KINDS = {"Person": "PER", "Location": "LOC", "Place": "LOC", "Organization": "ORG"}


def names(texts):
    with tempfile.TemporaryDirectory() as folder:
        texts_in, graph = Path(folder, "in"), Path(folder, "graph.json")
        texts_in.mkdir()
        for n, text in enumerate(texts):
            (texts_in / f"{n}.txt").write_bytes(text.encode())
        command = [str(Path(sys.executable).with_name("textgraph")), "build", str(texts_in), "--json-only", str(graph)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        data = json.loads(graph.read_text("utf-8"))
    number = {doc["doc_id"]: int(doc["path"].split(".")[0]) for doc in data["docs"]}
    found = [[] for _ in texts]
    for edge in data["edges"]:
        kind = KINDS.get(edge["properties"].get("etype"))
        for span in edge["source_spans"] if kind else ():
            n = number[span["doc_id"]]
            raw = texts[n].encode()
            start, end = (len(raw[: span[key]].decode(errors="ignore")) for key in ("start", "end"))
            found[n].append([start, end, kind])
    return found


run(names)
