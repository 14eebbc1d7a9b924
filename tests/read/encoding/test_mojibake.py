"""Mojibake is named with what undoes it, and real text is none, however rare its characters are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.encoding.decode import decode
from kg.read.encoding.mojibake import mojibake

ONTOLOGY = load()
SIMPLIFIED = """青湖市文化馆新馆开馆
2021年6月9日，青湖市文化馆新馆在解放路落成，馆长周立群出席仪式并致辞。
他说：“我们将把新馆办成市民的学校。”
责任编辑：何晓东
"""
TRADITIONAL = """青湖市文化館新館開館
2021年6月9日，青湖市文化館新館在解放路落成，館長周立群出席儀式並致辭。
他說：「我們將把新館辦成市民的學校。」
責任編輯：何曉東
"""


def misread(data: bytes, codec: str) -> str:
    """Bytes in a wrong encoding; `browser` is Windows-1252 with control characters in its gaps."""
    if codec == "browser":
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
    return data.decode(codec, "replace")


CASES = {
    "UTF-8 that was read as GBK": (SIMPLIFIED, "utf-8", "gbk"),
    "UTF-8 that was read as GBK, traditional": (TRADITIONAL, "utf-8", "gb18030"),
    "UTF-8 that was read as Windows-1252": (SIMPLIFIED, "utf-8", "latin-1"),
    "UTF-8 that was read as Windows-1252, by a browser": (SIMPLIFIED, "utf-8", "browser"),
    "UTF-8 that was read as Mac Roman": (SIMPLIFIED, "utf-8", "mac-roman"),
    "GBK that was read as Windows-1252": (SIMPLIFIED, "gbk", "latin-1"),
    "GBK that was read as Windows-1252, by a browser": (TRADITIONAL, "gbk", "browser"),
    "GBK that was read as Mac Roman": (SIMPLIFIED, "gbk", "mac-roman"),
    "GBK that was read as Big5": (SIMPLIFIED, "gbk", "big5hkscs"),
    "Big5 that was read as Windows-1252": (TRADITIONAL, "big5", "browser"),
    "Big5 that was read as GBK": (TRADITIONAL, "big5", "gb18030"),
}


def refused(data: bytes, where: str = "a.txt") -> SourceError:
    with pytest.raises(SourceError) as raised:
        decode(data, ONTOLOGY, where=where, warn=lambda what, hint: None)
    return raised.value


@pytest.mark.parametrize("name", CASES)
def test_it_is_named(name: str) -> None:
    text, was, codec = CASES[name]
    error = refused(misread(text.encode(was), codec).encode())
    assert error.what.startswith(f"its text is mojibake: {name.partition(',')[0]} (")
    assert str(error.hint).startswith("take the file as it was before, or undo it: ")


@pytest.mark.parametrize("name", CASES)
def test_the_command_undoes_it(name: str, tmp_path: Path) -> None:
    wanted, was, codec = CASES[name]
    made = misread(wanted.encode(was), codec)
    file = tmp_path / "it's mojibake.txt"
    file.write_text(made, "utf-8", newline="")
    command = str(refused(file.read_bytes(), str(file)).hint).partition("undo it: ")[2]
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=False, stderr=subprocess.DEVNULL)
    text, _ = decode((tmp_path / "new.txt").read_bytes(), ONTOLOGY)
    if "\ufffd" in made:  # some of it is lost for good
        assert sum(char in text for char in wanted) * 10 >= 7 * len(wanted)
    else:
        assert text == wanted


@pytest.mark.parametrize("codec", ["latin-1", "browser"])
def test_twice(codec: str) -> None:
    text = misread(misread(SIMPLIFIED.encode(), codec).encode(), codec)
    error = refused(text.encode())
    assert "UTF-8 that was read as Windows-1252, and that, in UTF-8, as Windows-1252 (" in error.what
    assert "was 青湖)" in error.what


def test_two_different_misreadings() -> None:
    once = misread(SIMPLIFIED.encode("gbk"), "latin-1")
    assert (
        "GBK that was read as Windows-1252, and that, in UTF-8, as GBK"
        in refused(misread(once.encode(), "gb18030").encode()).what
    )


def test_question_marks_in_the_place_of_what_is_lost() -> None:
    text = misread(SIMPLIFIED.encode(), "gbk").replace("\ufffd", "?")
    assert "UTF-8 that was read as GBK" in refused(text.encode()).what


def test_lines_of_it_are_a_warning() -> None:
    lines = (SIMPLIFIED * 4).splitlines()
    lines[5] = misread(lines[5].encode(), "gbk")
    said: list[str] = []
    text, _ = decode("\n".join(lines).encode(), ONTOLOGY, warn=lambda what, hint: said.append(f"{what}; {hint}"))
    assert text == "\n".join(lines)
    (warning,) = said
    assert warning.startswith("line 6 is mojibake: UTF-8 that was read as GBK (")
    lines[9] = misread(lines[9].encode(), "gbk")
    decode("\n".join(lines).encode(), ONTOLOGY, warn=lambda what, hint: said.append(what))
    assert said[1].startswith("2 lines are mojibake, the first is line 6: UTF-8 that was read as GBK (")


def test_what_was_lost_before_is_said() -> None:
    said: list[str] = []
    decode((SIMPLIFIED * 4 + "周\ufffd群").encode(), ONTOLOGY, warn=lambda what, hint: said.append(what))
    assert said == ["1 of its characters were lost before it was saved (U+FFFD)"]
    assert (
        "of its characters were lost before it was saved" in refused(misread(SIMPLIFIED.encode(), "big5").encode()).what
    )


REAL = """饕餮、貔貅、魑魅魍魉，鼋鼍龙蛇。
爨底下村的饸饹面，䞍子麻糖，𰻝𰻝面。
犇犇、骉骉、羴羴、鱻鱻、淼淼、焱焱、垚垚
仉督、亓官、妫海、逄萌、郄正、郗恢、缑岭、乜旃
吴頔、张玥琪、李喆、王堃、刘翀、陈赟、赵祎、孙淏、周璟、冼颢
氤氲旖旎，葳蕤潋滟，翀翥翱翔，踽踽独行。
关关雎鸠，在河之洲。窈窕淑女，君子好逑。参差荇菜，左右流之。
豕突狼奔，鹬蚌相争；岿然蒇事，筚路蓝缕。
若夫霪雨霏霏，连月不开，阴风怒号，浊浪排空。
氕氘氚、氦氖氩氪氙氡、铷铯钫、铍镁钙锶钡镭、镧铈镨钕钷钐铕钆铽镝钬铒铥镱镥
ＡＢＣ１２３，①②③④，ⅠⅡⅢ，㎡㎏℃，αβγ，абв，→←↑↓，★☆●○
こんにちは、日本国憲法第九条について述べます。
안녕하세요 대한민국 서울특별시입니다.
Größe, façade, naïve, Škoda, Łódź, œuvre – “déjà vu” … £10 ½ °C
Москва и Санкт-Петербург, ёлка
Việt Nam: Hà Nội, Đà Nẵng, Thừa Thiên Huế
😀😃😄😁🎉🎊✨ 👨‍👩‍👧‍👦
氵冫扌忄犭纟讠钅饣
【】〖〗〔〕『』「」《》〈〉——……、。；：？！
佢哋喺度食緊嘢，唔好嘈住晒，畀返啲嘢我啦，冇嘢㗎。
娴熟的鏈接工人把鐵鎖鍊鋪在閘門邊，瀏覽鋸木機
妳們臺灣的綉花鞋與緞帶，裏襯用麤綢，粧奩甚豐。
㊣㊟㈱㎎ ﾊﾝｶｸ ｶﾀｶﾅ ＝＋－×÷
锟斤拷与烫烫烫是程序员的笑话。
ā á ǎ à ō ó ǒ ò ē é ě è ī í ǐ ì ū ú ǔ ù ǖ ǘ ǚ ǜ
ㄅㄆㄇㄈ ㄉㄊㄋㄌ ㄍㄎㄏ ㄐㄑㄒ
§±×÷«»¶†‡°²³¼½¾""".splitlines()


@pytest.mark.parametrize("text", REAL)
@pytest.mark.parametrize("times", [1, 5])
def test_real_text_is_none(text: str, times: int) -> None:
    assert mojibake("\n".join([text] * times), ONTOLOGY) is None
    assert mojibake(f"{SIMPLIFIED}{text}\n{TRADITIONAL}", ONTOLOGY) is None


def test_real_text_of_all_kinds_is_none() -> None:
    assert mojibake("\n".join(REAL), ONTOLOGY) is None
    assert mojibake("".join(REAL), ONTOLOGY) is None
    for path in sorted((Path(__file__).parents[3] / "examples" / "texts").iterdir()):
        assert mojibake(path.read_text("utf-8"), ONTOLOGY) is None
