"""Made-up articles for large corpora: seeded, of any number, with names that come back as in the news.

Article `n` depends on `n` and the seed alone, so that the first thousand of ten thousand are the thousand. Names are
of two kinds: the known ones, a fixed few that very many articles share, and those of a place, which the articles of
that place share; there are more places the larger the corpus is, so that what an article costs should not grow.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_SYLLABLES = "海临江宜绵阳青云龙泉石门东西南北安平长乐永新丰和嘉定兴盛华明德润清河山川林泽"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜戚谢邹"
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文辉建国玉梅志远思涵子轩"
_ORGANS = ("水利局", "司法局", "教育局", "公安局", "卫生健康局", "人民政府", "文化馆", "农业农村局")
_POSTS = ("局长", "副局长", "主任", "书记", "董事长")
_TRADES = ("科技", "机械", "食品", "纺织", "生物", "能源")
_LINES = (
    "{day}，{city}{organ}{post}{person}在{town}调研。",
    "{person}毕业于{city}大学，现任{company}董事长。",
    "{company}位于{city}，注册资本{number}万元。",
    "{city}{organ}被授予“{word}先进集体”称号，{post}{person}表示感谢。",
    "{person}说：“{word}工程今年完成投资{number}亿元。”",
    "{day}，{person}创作的小说《{word}记事》由{word}出版社出版。",
    "该局{post}{other}与{known}出席了会议，他说今年要建成{word}水库。",
    "{other}的妻子{person}是{city}人，{day}出生。",
    "会议由{other}主持，{company}和{shared}的代表参加了会议。",
    "今年以来，{town}粮食总产量达到{number}吨，比去年增长{percent}%。",
    "{shared}与{company}签署合作协议，双方将在{city}共同建设{word}产业园。",
    "群众普遍反映，{town}的道路比过去宽敞，办事也更加方便。",
)
_PLACE = 25  # articles that share the names of one place
_LINES_OF_ARTICLE = (6, 12)


def _word(chance: random.Random, letters: str, length: int) -> str:
    return "".join(chance.choices(letters, k=length))


class _Names:
    """The names of a place, or those that all places share."""

    def __init__(self, seed: str) -> None:
        chance = random.Random(seed)
        self.city = f"{_word(chance, _SYLLABLES, 2)}市"
        self.towns = [f"{_word(chance, _SYLLABLES, 2)}镇" for _ in range(3)]
        self.persons = [chance.choice(_SURNAMES) + _word(chance, _GIVEN, 2) for _ in range(8)]
        self.companies = [f"{_word(chance, _SYLLABLES, 3)}{chance.choice(_TRADES)}有限公司" for _ in range(5)]
        self.organs = chance.sample(_ORGANS, 3)


def article(number: int, seed: int = 18) -> str:
    """The text of an article: a title, a dateline, a body of six to twelve sentences."""
    chance = random.Random(f"{seed} {number}")
    here, everywhere = _Names(f"{seed} place {number // _PLACE}"), _Names(f"{seed} everywhere")
    lines = []
    for _ in range(chance.randint(*_LINES_OF_ARTICLE)):
        person, other = chance.sample(here.persons, 2)
        names = {
            "day": f"2023年{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
            "city": here.city,
            "town": chance.choice(here.towns),
            "organ": chance.choice(here.organs),
            "post": chance.choice(_POSTS),
            "person": person,
            "other": other,
            "known": chance.choice(everywhere.persons),
            "company": chance.choice(here.companies),
            "shared": chance.choice(everywhere.companies),
            "number": str(chance.randint(1, 10**4)),
            "percent": str(chance.randint(1, 30)),
            "word": _word(chance, _SYLLABLES, 2),
        }
        lines.append(chance.choice(_LINES).format(**names))
    cut = len(lines) // 2
    body = "\n".join(("".join(lines[:cut]), "".join(lines[cut:])))
    return f"{here.city}{chance.choice(here.organs)}召开工作会议\n\n来源：{here.city}日报\n\n{body}\n"


def articles(count: int, seed: int = 18) -> Iterator[str]:
    """The first articles."""
    return (article(number, seed) for number in range(count))


def write(folder: Path, count: int, seed: int = 18) -> int:
    """Write the first articles as text files, a thousand a folder; the number of their characters."""
    characters = 0
    for number, text in enumerate(articles(count, seed)):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"a{number:06}.txt").write_text(text, "utf-8")
        characters += len(text)
    return characters
