"""Articles, their reprints, and forms that are filled in otherwise; what they name is made up."""

from __future__ import annotations

from pathlib import Path

BODY = [
    "海州市档案馆新馆昨日在临江县开馆，市长罗书华出席开馆仪式并讲话。"
    "新馆占地3200平方米，收藏档案18万卷，其中清代档案460卷。",
    "馆长沈若兰介绍，新馆历时两年建成，总投资1.2亿元，设有阅览室、展厅和修复中心，每天可以接待读者500人。",
    "据了解，海州市档案馆成立于1958年，曾三次搬迁。2019年，海州市档案馆被省档案局授予先进集体称号。",
    "开馆当天，临江县中学的120名学生参观了展览，他们在修复中心观看了古籍修复的过程。",
]
_SPORT = [
    "临江县中学第十二届运动会昨日开幕，校长丁一凡致辞。来自32个班的860名学生参加比赛。",
    "比赛为期三天，设有田径、跳绳、拔河等项目，还邀请了家长参加趣味比赛，优胜者将获得奖状和纪念品。",
]
_WEATHER = (
    "据临江县气象台预报，今天白天到夜间，全县晴间多云，偏北风{wind}级，最高气温{high}℃，最低气温{low}℃，相对湿度{wet}%。"
    "气象专家提醒，近期昼夜温差较大，请市民及时增减衣物，注意防范感冒；林区火险等级较高，请注意用火安全。"
    "空气质量指数预计为{air}，等级为良，适宜户外活动。预计未来三天我县仍以晴到多云天气为主，出行请注意交通安全。"
)
_MARKET = (
    "昨日，{town}农贸市场蔬菜价格总体平稳。其中，白菜每公斤{a}元，萝卜每公斤{b}元，土豆每公斤{c}元，全日成交{d}吨。"
    "市场负责人{who}表示，节日期间货源充足，市场将加强检测，保障市民的菜篮子，对哄抬价格的行为将依法予以查处。"
)


def page(title: str, paragraphs: list[str], day: str = "2021-06-09", source: str = "海州日报") -> str:
    """An article."""
    return "\n".join([title, f"来源：{source} 发布时间：{day}", "", *paragraphs]) + "\n"


def _weather(day: str, wind: int, high: int, low: int, wet: int, air: int) -> str:
    return page("今日天气", [_WEATHER.format(wind=wind, high=high, low=low, wet=wet, air=air)], day)


def _market(town: str, who: str, *numbers: float, day: str = "2021-06-09") -> str:
    return page("菜价", [_MARKET.format(town=town, who=who, **dict(zip("abcd", numbers, strict=True)))], day)


TEXTS = {
    "z-first": page("海州市档案馆新馆开馆", BODY),
    "a-titled": page("18万卷档案有了新家", BODY, "2021-06-11", "临江晚报"),
    "b-cut": page("海州市档案馆新馆开馆", BODY[:-1], "2021-06-10"),
    "c-other": page("临江县中学举行运动会", _SPORT),
    "w-1": _weather("2021-06-09", 3, 21, 9, 45, 62),
    "w-2": _weather("2021-06-10", 4, 18, 7, 51, 70),
    "m-1": _market("临江县", "罗书华", 1.2, 0.8, 2.4, 35),
    "m-2": _market("临江县", "罗书华", 1.5, 0.9, 2.2, 41, day="2021-06-10"),
    "n-1": _market("绵阳市", "沈若兰", 1.2, 0.8, 2.4, 35),
}
REPRINTS = {"a-titled": "z-first", "b-cut": "z-first"}
FORMS = (("w-1", "w-2"), ("m-1", "m-2"), ("m-1", "n-1"))


def write(folder: Path) -> Path:
    """Write them as files."""
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder
