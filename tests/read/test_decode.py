import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.decode import decode

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
        assert data.endswith(text.encode(encoding))
