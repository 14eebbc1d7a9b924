"""Who says what: verbs of saying, where the speaker stands, and who does not speak."""

from __future__ import annotations

import pytest

from tests.extract.relations.test_matcher import said


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("气象学家周海燕重申，今年的台风比往年来得早。", "周海燕", "今年的台风比往年来得早"),
        ("周海燕在滨江大学举行的论坛上表示，今年的台风比往年来得早。", "周海燕", "今年的台风比往年来得早"),
        ("周海燕向滨江日报表示，今年的台风比往年来得早。", "周海燕", "今年的台风比往年来得早"),
        ("周海燕告诉大家，今年的台风比往年来得早。", "周海燕", "今年的台风比往年来得早"),
        ("滨江市气象局昨天公布：今年的台风比往年来得早。", "滨江市气象局", "今年的台风比往年来得早"),
        ("周海燕在日记里回忆道：“那一夜谁也没有睡。”", "周海燕", "那一夜谁也没有睡。"),
        ("“那一夜谁也没有睡。”守了三天大坝的工程师周海燕望着江水说。", "周海燕", "那一夜谁也没有睡。"),
        ("据周海燕回忆，那一夜谁也没有睡。", "周海燕", "那一夜谁也没有睡"),
        ("周海燕的建议是，先把大坝修好。", "周海燕", "先把大坝修好"),
        ("大家都很激动，“那一夜谁也没有睡。”周海燕说。", "周海燕", "那一夜谁也没有睡。"),
        ("周海燕对滨江日报记者表示，今年的台风比往年来得早。", "周海燕", "今年的台风比往年来得早"),
        ("周海燕说，大坝修好了；市长随后表示，他很高兴。", "周海燕", "大坝修好了"),
        ("滨江市水利局近期发布的一份报告显示，大坝已经修好。", "滨江市水利局", "大坝已经修好"),
        ("滨江市水利局新闻发言人10日表示，大坝已经修好。", "滨江市水利局", "大坝已经修好"),
        ("滨江市水利局新闻发言人告诉记者，大坝已经修好。", "滨江市水利局", "大坝已经修好"),
    ],
)
def test_the_speaker_says(text: str, speaker: str, words: str) -> None:
    assert (speaker, words) in said(text, "said")


@pytest.mark.parametrize(
    "text",
    [
        "滨江日报记者称，今年的台风比往年来得早。",  # a reporter, and not the paper
        "滨江市水利局没有透露大坝的造价。",
        "周海燕的父亲说，那一夜谁也没有睡。",
        "周海燕接到险情通报，马上赶往大坝。",
        "据滨江市水利局的规定，大坝四年一修。",
    ],
)
def test_nobody_known_speaks(text: str) -> None:
    assert said(text, "said") == set()


def test_speakers_of_one_sentence_have_a_fact_each() -> None:
    found = said("滨江市水利局和滨江市气象局都表示，大坝已经修好。", "said")
    assert {who for who, _ in found} == {"滨江市水利局", "滨江市气象局"}
