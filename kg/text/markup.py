"""Text in XML."""

from __future__ import annotations

import re
from html import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile("[\t\n\r]")


def xml(text: str) -> str:
    """Text as the content of an element or of an attribute in quotes; what XML 1.0 cannot hold becomes U+FFFD.

    >>> xml('a<"b"\\n')
    'a&lt;&quot;b&quot;&#10;'
    """
    return _SPACE.sub(lambda match: f"&#{ord(match[0])};", escape(_NOT_XML.sub("\ufffd", text)))
