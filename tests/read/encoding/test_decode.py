import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.encoding.charsets import declared
from kg.read.encoding.decode import decode
from kg.read.encoding.whatwg import LOST

SIMPLIFIED = """临江县档案馆新馆昨天开馆
馆长陈立出席仪式并讲话
法院公告
关于召开村民大会的通知
张伟任青河市教育局局长
台风登陆后，全市停课一天。
他说：“我们一定会修好这条路。”
公司成立于1998年，总部在上海。
比赛结束，青河队以3比2获胜。
新华社北京9月2日电
北宋时，这里是一座驿站。
房价同比上涨4.5%
省委书记到灾区看望群众
小学生放学回家
银行下调贷款利率
最高人民法院发布司法解释
地震造成12人受伤
李明获得长跑冠军
大桥将于明年通车
这本书写了三十年""".splitlines()
TRADITIONAL = """臨江縣檔案館新館昨天開館
館長陳立出席儀式並講話
法院公告
關於召開村民大會的通知
張偉任青河市教育局局長
颱風登陸後，全市停課一天。
他說：「我們一定會修好這條路。」
公司成立於1998年，總部在臺北。
比賽結束，青河隊以3比2獲勝。
歷史博物館開放參觀
北宋時，這裡是一座驛站。
房價同比上漲4.5%
小學生放學回家
銀行下調貸款利率
地震造成12人受傷""".splitlines()
CASES = [
    *((text, encoding) for text in SIMPLIFIED for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")),
    *((text, encoding) for text in TRADITIONAL for encoding in ("utf-8", "big5", "gb18030", "utf-16-le")),
]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_short_texts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), load()) == (text, encoding)


@pytest.mark.parametrize(("encoding", "name"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le")])
def test_mark_is_dropped(encoding: str, name: str) -> None:
    assert decode("馆长陈立".encode(encoding), load()) == ("馆长陈立", name)


def test_big_endian_mark() -> None:
    assert decode(b"\xfe\xff" + "馆长陈立".encode("utf-16-be"), load()) == ("馆长陈立", "utf-16-be")


def test_text_is_unchanged() -> None:
    text = "馆长\u3000陈立\r\n出席，\xa0讲话。\n"
    assert decode(text.encode("gb18030"), load())[0] == text


TEXT = "".join(SIMPLIFIED) * 5
BAD = [
    (b"", "it is empty"),
    (b" \n ", "it is empty"),
    (b"%PDF-1.7 \xe4", "it is a binary file"),
    (bytes(range(256)) * 20, "it is a binary file"),
    (b"\x89PNG\r\n\x1a\n\0\0", "it is a binary file"),
    (TEXT.encode()[:301] + b"\xff" + TEXT.encode()[301:], "byte 301 is broken (0xff in utf-8)"),
    (TEXT.encode("gb18030")[:100] + b"\xff" + TEXT.encode("gb18030")[100:], "byte 100 is broken (0xff in gb18030)"),
    ("Präsident der Universität für Künste über Größe".encode("latin-1"), "it is not Chinese text in"),
]


@pytest.mark.parametrize(("data", "message"), BAD)
def test_bad_bytes(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=r"^a\.txt: ") as raised:
        decode(data, load(), where="a.txt")
    assert message in str(raised.value) and raised.value.hint


@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-8", "ignore"))))
def test_any_bytes(data: bytes) -> None:
    try:
        text, encoding = decode(data, load())
    except SourceError as error:
        assert error.what and error.hint
    else:
        assert LOST not in text  # nobody was told of a broken byte
        if encoding.startswith("utf"):  # of the others Python's codecs lack some characters, and read some otherwise
            assert data.endswith(text.encode(encoding))


# -- what browsers read ----------------------------------------------------------------------------------------------


NEWS = "青湖市文化馆新馆开馆\n2021年6月9日，青湖市文化馆新馆开馆，馆长周立群出席仪式并致辞。\n"
LONG = "".join(f"第{n}条　青湖市文化馆按照规定开放，馆长周立群负责解释。\n" for n in range(1, 101))


def warned(data: bytes) -> tuple[str, str, list[str]]:
    """The text of bytes, their encoding, and what is said of them; each warning says what to do."""
    said: list[str] = []

    def warn(what: str, hint: str) -> None:
        assert hint
        said.append(what)

    return *decode(data, load(), where="a.txt", warn=warn), said


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("投资\u20ac300万", b"\x80"),  # cp936
        ("名叫𡮢", "𡮢".encode("gb18030")),
        ("\u3000\u3000", b"\xa3\xa0" * 2),  # deployed content
        ("\u9fb4", b"\xfe\x59"),  # GB 18030-2022
    ],
)
def test_what_gb18030_has_beside_pythons_codec(text: str, codes: bytes) -> None:
    char = text[-1] if text[-1] != "万" else "\u20ac"
    data = (NEWS + text.partition(char)[0]).encode("gb18030") + codes + text.rpartition(char)[2].encode("gb18030")
    assert warned(data) == (NEWS + text, "gb18030", [])


BIG5 = "青湖市文化館新館開館，館長周立群出席儀式並致詞。"
BIG5_CODES = {
    "恒": b"\xf9\xda",
    "裏": b"\xf9\xd8",
    "粧": b"\xf9\xdb",
    "碁": b"\xf9\xd6",
    "‧": b"\xa1\x45",
    "€": b"\xa3\xe1",
    "啫": b"\x94\xdc",  # HKSCS
    "㡵": b"\x87\x7a",  # HKSCS-2008
    "𡵓": b"\x87\x7b",
    "鿋": b"\x87\xdf",
}


@pytest.mark.parametrize("char", BIG5_CODES)
def test_cp950_and_hkscs_are_big5(char: str) -> None:
    assert warned(BIG5.encode("big5") + BIG5_CODES[char] * 2) == (BIG5 + char * 2, "big5", [])


def test_a_broken_lead_byte_does_not_swallow_what_stands_behind_it() -> None:
    data = (LONG * 2).encode("gb18030")
    assert warned(data + b"\xff<b>")[0].endswith("\ufffd<b>")
    assert warned(data + b"\xb0 B")[0].endswith("\ufffd B")
    assert warned(data + b"\xa1\xff.")[0].endswith("\ufffd.")
    big5 = (BIG5 * 100).encode("big5")
    assert warned(big5 + b"\x80 B")[0].endswith("\ufffd B")


META = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"></head><body><p>{}</p></body></html>'
)


@pytest.mark.parametrize("label", ["gb2312", "GBK", "x-gbk", "gb_2312-80", "GB18030"])
def test_labels_of_the_standard_are_known(label: str) -> None:
    assert declared(f"<meta charset='{label}'>".encode()) == "gb18030"
    assert declared(META.format(label, "").encode()) == "gb18030"
    assert declared(f'<?xml version="1.0" encoding="{label}"?>'.encode()) == "gb18030"


@pytest.mark.parametrize(("label", "name"), [("Big5-HKSCS", "big5"), ("utf8", "utf-8"), ("EUC-KR", None), ("x", None)])
def test_other_labels(label: str, name: str | None) -> None:
    assert declared(META.format(label, "").encode()) == name


@pytest.mark.parametrize("declares", ["gb2312", "big5", "utf-8", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5"])
def test_bytes_count_more_than_what_a_page_declares(declares: str, encoding: str) -> None:
    text = META.format(declares, "临江青湖，周立群。")
    assert warned(text.encode(encoding, "ignore"))[1] == encoding


def test_where_bytes_do_not_tell_it_is_as_declared() -> None:
    data = b"\xb0\xb2\xb0\xd1"  # characters of middling frequency in either encoding
    pages = {label: META.format(label, "{}").encode().replace(b"{}", data) for label in ("gbk", "big5")}
    assert {label: warned(page)[1] for label, page in pages.items()} == {"gbk": "gb18030", "big5": "big5"}


# -- what is broken --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_a_few_broken_bytes_are_read_with_a_warning(encoding: str) -> None:
    text = (LONG if encoding != "big5" else BIG5.replace("。", "。\n") * 100) * 2
    at = len(text[: text.index("\n", 200) + 1].encode(encoding))
    bad = b"\x00\xdc" if encoding == "utf-16-le" else b"\xff"
    data = text.encode(encoding)
    read, name, said = warned(data[:at] + bad + data[at:])
    assert (read.replace("\ufffd", ""), read.count("\ufffd"), name) == (text, 1, encoding)
    line = read[: read.index("\ufffd")].count("\n") + 1
    assert said == [f"byte {at} is broken (0x{bad[0]:02x} in {encoding}) in line {line}; read as U+FFFD"]
    read, _, said = warned(data[:at] + bad + data[at:] + bad)
    assert read.count("\ufffd") == 2 and said[0].endswith(f"in line {line}, and 1 more; read as U+FFFD")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_a_text_may_be_cut_off_within_its_last_character(encoding: str) -> None:
    read, name, said = warned(BIG5[:-1].encode(encoding)[:-1])
    assert (read, name) == (BIG5[:-2] + "\ufffd", encoding)
    assert len(said) == 1 and said[0].startswith("its last character is cut off: byte ")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_more_than_one_broken_byte_in_a_thousand_characters_is_an_error(encoding: str) -> None:
    data = b"".join(line + b"\xff" for line in LONG.encode(encoding).splitlines(keepends=True))
    with pytest.raises(SourceError, match=r"is broken .0xff.* and many more: too many for its length") as raised:
        warned(data)
    assert "iconv -c -f" in str(raised.value.hint)
    assert len(warned((LONG * 40).encode(encoding) + b"\xff" * 100)[2]) == 1


def test_many_broken_bytes_do_not_take_long() -> None:
    with pytest.raises(SourceError, match=r"too many|not Chinese text"):
        warned(LONG.encode() + b"\xff" * 8_000_000)
    with pytest.raises(SourceError, match=r"too many|not Chinese text"):
        warned(LONG.encode() + b"\xff\n" * 4_000_000)


@pytest.mark.parametrize(("main", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5")])
@pytest.mark.parametrize("at", [0, 1, 7, 99])
def test_a_line_in_another_encoding_is_read_in_it(main: str, other: str, at: int) -> None:
    lines = LONG.splitlines(keepends=True)
    lines[at] = "責任編輯：周立群\n"
    data = b"".join(line.encode(other if n == at else main) for n, line in enumerate(lines))
    assert warned(data) == (
        "".join(lines),
        main,
        [f"line {at + 1} is in {other}, the others in {main}; each is read in its own"],
    )


def test_several_lines_in_another_encoding_are_counted() -> None:
    lines = LONG.splitlines(keepends=True)
    data = b"".join(line.encode("gb18030" if n % 10 == 3 else "utf-8") for n, line in enumerate(lines))
    said = "10 lines are in gb18030, the first is line 4, the others in utf-8; each is read in its own"
    assert warned(data) == (LONG, "utf-8", [said])


def test_without_anyone_to_warn_it_is_an_error() -> None:
    with pytest.raises(SourceError, match="byte 4 is broken"):
        decode(LONG.encode()[:4] + b"\xff" + LONG.encode()[4:], load())


FOREIGN = {
    "HZ": NEWS.encode("hz"),
    "UTF-7": NEWS.encode("utf-7"),
    "UTF-32": NEWS.encode("utf-32"),
    "ISO-2022-CN": b"\x1b$)A\x0e1hJG\x0f\n",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_encodings_that_browsers_do_not_read_are_named(name: str) -> None:
    with pytest.raises(SourceError, match=f"it is in {name}, which is not read; convert it: "):
        warned(FOREIGN[name])


def test_a_command_that_converts_works(tmp_path: Path) -> None:
    for name in ("HZ", "UTF-7", "UTF-32"):
        file = tmp_path / f"it's {name}.txt"
        file.write_bytes(FOREIGN[name])
        with pytest.raises(SourceError) as raised:
            decode(FOREIGN[name], load(), where=str(file))
        command = str(raised.value.hint).removeprefix("convert it: ")
        subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True, env={**os.environ, "PYTHONUTF8": "1"})
        assert (tmp_path / "new.txt").read_text("utf-8").strip() == NEWS.strip()


@pytest.mark.parametrize("text", ["A tag ~{x} and C++11+abc-", "E = mc+2- and ~{ab~}", "key+AB+CDEF-"])
def test_english_is_in_no_such_encoding(text: str) -> None:
    assert decode(text.encode(), load()) == (text, "utf-8")
