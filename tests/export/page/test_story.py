"""What the page tells in sentences, and scenes that it plays."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from kg.errors import OntologyError, StoryError
from kg.export.page.render import render
from kg.export.page.sentences import sentences
from kg.export.page.story import read_story, story
from kg.ontology.ontology import Ontology, load
from kg.ontology.tables.sentences import Sentences
from tests.export.page.conftest import Show
from tests.export.page.test_browser import exported, saved
from tests.graphs import HOSTILE, example, hostile
from tests.ontology.mutations import Changed
from tests.opened import Opened

STORY = """title = "档案馆的一年"
seconds = 1

[[scene]]
caption = "一位馆长"
show = "e=何立群"

[[scene]]
caption = "全部事实"
show = "file:///tmp/graph.html#v=table"
seconds = 600
"""


# -- story.toml --------------------------------------------------------------------------------------------------------


def test_a_story_is_read() -> None:
    assert story(STORY, "story.toml", example()) == {
        "title": "档案馆的一年",
        "scenes": [
            {"caption": "一位馆长", "show": "e=何立群", "seconds": 1},
            {"caption": "全部事实", "show": "v=table", "seconds": 600},
        ],
    }


SCENE = '[[scene]]\ncaption = "a"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 'a", "story.toml:1: not valid TOML"),
        ("title = 'a'", "story.toml:1: it has no scene; write one as"),
        ("scene = 'a'", "story.toml:1: 'scene' is tables"),
        ("scene = ['a']", "story.toml:1: a scene is a table"),
        ("titel = 'a'", "story.toml:1: key 'titel' is unknown; use title, seconds, scene"),
        (f"{SCENE}", "story.toml:1: a scene has no 'show'"),
        (f"{SCENE}show = 1", "story.toml:3: 'show' is a text"),
        (f"{SCENE}show = 'v'", "story.toml:3: 'v' is no part of a page's address"),
        (f"{SCENE}show = 'v=graph'\nseconds = 0", "story.toml:4: a scene stands for 1 to 600 seconds"),
        (f"{SCENE}show = 'v=graph'\nseconds = true", "story.toml:4: 'seconds' is a whole number"),
        (f"{SCENE}show = 'v=graph'\n\n{SCENE}show = 'e=%E6%97%A0'", "story.toml:7: the graph has no entity '无'"),
        (f"{SCENE}show = 'a=无,2'", "story.toml:3: the graph has no entity '无'"),
        (f"{SCENE}show = 'd=x'", "story.toml:3: the graph has no document 'x'"),
        (f"[[scene]]\ncaption = '{'a' * 501}'\nshow = ''", "story.toml:2: the caption has 501 characters"),
        ("[[scene]]\ncaption='a'\nshow=''\n" * 201, "story.toml:601: it has 201 scenes"),
    ],
)
def test_what_is_wrong_with_a_story_is_told_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(StoryError) as caught:
        story(text, "story.toml", example())
    assert str(caught.value).startswith(said)
    assert caught.value.hint


def test_a_file_that_is_no_story_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="No such file"):
        read_story(tmp_path / "none.toml", example())
    (tmp_path / "gb.toml").write_bytes("title = '故事'".encode("gb18030"))
    with pytest.raises(StoryError, match="it is not UTF-8 at byte 9; save it as UTF-8"):
        read_story(tmp_path / "gb.toml", example())
    (tmp_path / "long.toml").write_text("#" * 1_000_001)
    with pytest.raises(StoryError, match="it has 1,000,001 bytes"):
        read_story(tmp_path / "long.toml", example())


# -- sentences ---------------------------------------------------------------------------------------------------------


def test_a_sentence_names_what_its_facts_have() -> None:
    text = load().text(Sentences.FILE)

    def changed(old: str, new: str) -> Ontology:
        return Changed(Sentences.FILE, text.replace(old, new, 1))

    with pytest.raises(OntologyError, match=r"sentences.toml:\d+: '\{objct\}' stands for nothing; use object, subject"):
        sentences(changed('"{subject}收购{object}"', '"{subject}收购{objct}"'), ())
    with pytest.raises(OntologyError, match=r"sentences.toml:\d+: '\{object\}' does not stand in it"):
        sentences(changed('"{subject}收购{object}"', '"{subject}收购"'), ())
    with pytest.raises(OntologyError, match="aquired"):
        sentences(changed('"acquired"', '"aquired"'), ())
    assert sentences(load(), ["acquired"])["acquired"] == [([], "{subject}收购{object}", "{subject} acquired {object}")]


@pytest.fixture
def told(opened: Opened) -> Opened:
    opened.view("story")
    return opened


def lines(opened: Opened) -> list[str]:
    opened.page.evaluate("document.querySelectorAll('#story .more').forEach((button) => button.click())")
    return [str(one) for one in opened.page.locator("#story [data-fact]").all_inner_texts()]


def test_each_article_is_told_in_sentences_that_lead_to_their_evidence(told: Opened) -> None:
    said = lines(told)
    assert "2021年6月9日，国家档案局授予临江县档案馆全国档案工作先进集体。依据" in said
    assert "何立群任临江县档案馆馆长。依据" in said
    assert "何立群表示：我们把三万卷老档案都读了一遍。依据" in said
    assert not any("江城读书节" in one and "没有" in one for one in said)  # what is denied or planned is not told
    told.page.click("#story .line:has-text('何立群任') .why")
    assert "临江县档案馆馆长何立群" in told.text("#panel blockquote")
    assert told.page.locator("#story .line.chosen").count() == 1
    told.page.click("#story .line:has-text('何立群任') .link >> nth=0")
    assert told.name == "何立群"
    told.page.click("#story h2 .link >> nth=0")
    assert told.page.is_visible("#reader")
    assert told.troubles == []


def test_sentences_in_english_and_what_filters_leave(told: Opened) -> None:
    told.page.click("#language")
    assert "国家档案局 conferred 全国档案工作先进集体 on 临江县档案馆, 2021-06-09.Evidence" in lines(told)
    told.page.click(".filter.properties .both button >> nth=1")
    assert "no sentence" in told.text("#story")
    assert told.troubles == []


def test_hostile_names_stay_text(show: Show) -> None:
    opened = show(hostile())
    opened.view("story")
    opened.page.evaluate("document.querySelectorAll('#story .more').forEach((button) => button.click())")
    assert "<script>" in opened.text("#story")
    assert opened.page.locator("#story script").count() == 0
    assert opened.troubles == []


# -- scenes ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def playing(show: Show) -> Opened:
    return show(example(), story=story(STORY, "story.toml", example()))


def test_scenes_play_one_after_another(playing: Opened) -> None:
    assert playing.text("#player p") == "档案馆的一年"
    playing.page.click("#player [aria-label=播放]")
    assert playing.text("#player p") == "一位馆长"
    assert playing.name == "何立群"
    assert playing.wait("document.body.dataset.view === 'table'")  # after a second
    assert playing.text("#player .count") == "2 / 2"
    playing.page.keyboard.press("PageUp")
    assert playing.wait("document.body.dataset.view === 'graph'")
    playing.page.keyboard.press("p")
    playing.page.keyboard.press("PageDown")
    assert playing.wait("document.body.dataset.view === 'table'")
    playing.page.click("#language")
    assert playing.page.get_attribute("#player .step >> nth=0", "aria-label") == "Scene before"
    playing.page.keyboard.press("Escape")
    assert not playing.page.is_visible("#player")
    playing.view("story")
    playing.page.click("#story .scenes li .link >> nth=1")
    assert playing.wait("document.body.dataset.view === 'table'")
    assert playing.troubles == []


def test_scenes_of_ones_own_are_kept_and_become_a_file(show: Show, tmp_path: Path) -> None:
    opened = show(example())
    opened.view("story")
    assert "记为一幕" in opened.text("#story")
    opened.find("何立群")
    opened.page.click("#export > summary")
    opened.page.click("#export-menu [data-key=scene] button")
    opened.view("table")
    opened.page.click("#export > summary")
    opened.page.click("#export-menu [data-key=scene] button")
    opened.view("story")
    opened.page.fill("#story .scenes input >> nth=1", HOSTILE)
    opened.page.keyboard.press("Tab")
    opened.page.reload()
    opened.wait("window.kg?.ready > 0")
    file = saved(opened, "#story button:has-text('story.toml')", tmp_path).decode()
    scenes = tomllib.loads(file)["scene"]
    assert scenes[0]["caption"] == "何立群"
    assert unquote(scenes[0]["show"]).endswith("e=何立群")
    assert scenes[1]["caption"] == HOSTILE.replace("\n", " ")  # a field is one line
    assert story(file, "story.toml", example())["scenes"][1]["show"].startswith("v=table&e=")
    opened.page.click("#story [aria-label^=提前] >> nth=1")
    assert opened.page.input_value("#story .scenes input >> nth=1") == "何立群"
    opened.page.click("#story [aria-label^=删去] >> nth=0")
    opened.page.click("#story .scenes [aria-label^=放映]")
    assert opened.text("#player p") == "何立群"
    assert exported(opened, "svg", tmp_path)
    assert opened.troubles == []


def test_the_file_holds_the_scenes(tmp_path: Path) -> None:
    scenes = story(STORY, "story.toml", example())
    assert render(example(), load(), False, story=scenes) != render(example(), load(), False)
