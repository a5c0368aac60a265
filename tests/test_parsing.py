"""The parser's parts done quicker give what the pipeline gives, whatever stands beside a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.ml.models.tok2vec import MaxoutWindowEncoder
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from dragoman.ids import text_hash
from dragoman.language import encoders, load_model, ruler, segments, words
from dragoman.language.borders import borders
from dragoman.language.encoders import AT_ONCE, Encoder, fits_encoder
from dragoman.language.parsing import BATCH, Parser
from dragoman.language.paths import FAR, SELF, path, paths
from dragoman.language.stage import AHEAD, Language
from dragoman.pipeline import Reader
from dragoman.records import Failure, Report

_FIELDS = ["ORTH", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE",
           "SENT_START", "NORM", "SPACY"]  # fmt: skip
_ROUNDED = 1e-5  # the encoders round their sums otherwise; the largest numbers are about 10
_ODD = [
    "\n",
    "   \n\n",
    "Oslo",
    "The Lake Commission for Water and Fish of Upper Veldania",
    "There are three envoys. They're gonna meet, and there's no plan; let's go, y'all.",
    "“We ain’t leaving,” Kari Dahl said. “He hoped, they staged it.”",
    "On 3 May 2024, $4.5 million (12 percent) went to Harbour Times-News, Inc. in New Sund.\n",
    "Ulla\nRoth\nthe 3rd  \n",
    "1 2 3 4 five — six; e.g. U.S. and U.K. :-) 😀 don't can't won't",
]


def _texts() -> list[str]:
    found = list(_ODD)
    for file in [*Path("examples").rglob("*.txt"), *Path("tests/reports").rglob("*.txt")]:
        text = file.read_text("utf-8")
        found += [text[a:b] for a, b in segments(text)]
    return found


def _same(one: Doc, other: Doc) -> bool:
    spans = [[(e.start, e.end, e.label_) for e in doc.ents] for doc in (one, other)]
    return (
        bool((one.to_array(_FIELDS) == other.to_array(_FIELDS)).all())
        and np.allclose(one.tensor, other.tensor, rtol=0, atol=_ROUNDED)
        and spans[0] == spans[1]
    )


def test_it_gives_what_the_pipeline_gives() -> None:
    texts = _texts()
    parser = Parser(load_model())
    assert parser.quick
    assert sum(map(len, texts)) > 2 * BATCH
    plain = list(load_model().pipe(texts))
    assert sum(len(doc.ents) for doc in plain) > 200
    for turn in (parser(texts), parser(texts[::-1])[::-1]):  # words new, and words remembered
        assert [t for t, a, b in zip(texts, plain, turn, strict=True) if not _same(a, b)] == []
    alone = [doc for text in texts[:60] for doc in parser([text])]
    assert all(_same(a, b) for a, b in zip(plain, alone, strict=False))


def test_a_vector_is_the_same_to_the_last_digit_whatever_stands_beside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer = load_model().get_pipe("tok2vec").model.layers[1]
    assert fits_encoder(layer)
    encoder = Encoder(layer)
    numbers = np.random.default_rng(3)
    texts = [numbers.standard_normal((n, 96), dtype=np.float32) for n in (1, 2, 3, 7, 40, 1)]
    texts.append(numbers.standard_normal((2 * AT_ONCE + 5, 96), dtype=np.float32))
    together = encoder(texts)
    for text, found in zip(texts, together, strict=True):
        assert np.array_equal(encoder([text])[0], found)
        assert np.allclose(layer.predict([text])[0], found, rtol=0, atol=_ROUNDED)
    assert all(map(np.array_equal, encoder(texts[::-1]), together[::-1]))
    monkeypatch.setattr(encoders, "AT_ONCE", 9)
    assert all(map(np.array_equal, encoder(texts), together))


def test_an_encoder_of_another_make_is_left_to_the_pipeline() -> None:
    wide = MaxoutWindowEncoder(width=8, window_size=2, maxout_pieces=3, depth=2)
    two = MaxoutWindowEncoder(width=8, window_size=1, maxout_pieces=2, depth=2)
    like = MaxoutWindowEncoder(width=8, window_size=1, maxout_pieces=3, depth=2)
    for layer in (wide, two, like):
        layer.initialize(X=[np.zeros((3, 8), dtype=np.float32)])
    assert [fits_encoder(layer) for layer in (wide, two, like)] == [False, False, True]
    text = np.random.default_rng(5).standard_normal((9, 8), dtype=np.float32)
    assert np.allclose(like.predict([text])[0], Encoder(like)([text])[0], rtol=0, atol=_ROUNDED)


def test_what_is_forgotten_is_learned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST", 5)
    monkeypatch.setattr(ruler, "MOST", 5)
    texts = _texts()[:40]
    parser = Parser(load_model())
    plain = load_model().pipe(texts)
    assert all(_same(a, parser([text])[0]) for text, a in zip(texts, plain, strict=True))


def test_words_that_no_rule_names_are_one_kind() -> None:
    kinds = ruler.Ruler(load_model().get_pipe("attribute_ruler"))
    words_told, parser = set(), Parser(load_model())
    for text in _texts():
        [doc] = parser([text])
        kinds(doc)
        words_told |= set(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist()))
    assert len(kinds._kept) < len(words_told) / 2


def test_a_rule_that_asks_for_more_than_letters_tag_and_dependency_is_heard() -> None:
    vocab = load_model().vocab
    plain = AttributeRuler(vocab)
    plain.add([[{"SHAPE": "Xxxx"}]], {"LEMMA": "a name"})
    quick = ruler.Ruler(plain)
    for words_given in (["barge", "Sund"], ["Sund", "barge", "Oslo"]):
        doc = Doc(vocab, words=words_given, tags=["NN"] * len(words_given))
        quick(doc)
        assert [t.lemma_ for t in doc] == ["a name" if w[0].isupper() else "" for w in words_given]


def test_borders_are_those_of_the_sentences() -> None:
    [doc] = Parser(load_model())(["Talks opened in Oslo. They failed.\nWho left? Kari Dahl did."])
    assert len(list(doc.sents)) > 2
    assert [borders(t) for t in doc] == [(t.sent.start, t.sent.end) for t in doc]


def test_a_pipeline_of_another_make_runs_as_it_is() -> None:
    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    parser = Parser(other)
    assert not parser.quick
    [doc] = parser(["Talks failed. Envoys left."])
    assert len(list(doc.sents)) == 2
    assert parser([]) == []
    assert Parser(load_model())([]) == []


def _reports(number: int) -> list[tuple[Report, str]]:
    texts = [f"Norland accused Sund of {n} raids.\nKari Dahl denied it." for n in range(number)]
    return [(Report(id=f"r{n}", text_sha256=text_hash(t)), t) for n, t in enumerate(texts)]


def test_few_reports_are_read_ahead() -> None:
    taken: list[str] = []

    def source() -> Iterator[tuple[Report, str]]:
        for report, text in _reports(3 * AHEAD):
            taken.append(report.id)
            yield report, text

    found = Language().stream(source())
    assert next(found).report.id == "r0"
    assert len(taken) == AHEAD
    assert [d.report.id for d in found] == [f"r{n}" for n in range(1, 3 * AHEAD)]


def test_long_reports_are_not_read_ahead() -> None:
    taken: list[str] = []

    def source() -> Iterator[tuple[Report, str]]:
        for n in range(4):
            taken.append(f"r{n}")
            yield Report(id=f"r{n}", text_sha256=""), "Talks went on in Sund.\n" * (BATCH // 10)

    next(Language().stream(source()))
    assert len(taken) == 1


def test_what_came_before_a_source_failed_is_read() -> None:
    def source() -> Iterator[tuple[Report, str]]:
        yield from _reports(3)
        raise OSError("gone")

    found = Language().stream(source())
    assert [next(found).report.id for _ in range(3)] == ["r0", "r1", "r2"]
    with pytest.raises(OSError, match="gone"):
        next(found)


def test_a_report_that_cannot_be_parsed_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Parser._parse

    def broken(self: Parser, texts: list[str]) -> list[Doc]:
        if any("4 raids" in text for text in texts):
            raise ValueError("broken")
        return whole(self, texts)

    monkeypatch.setattr(Parser, "_parse", broken)
    failures: list[Failure] = []
    reader = Reader(stages=[])
    found = [r.report.id for r in reader.stream(_reports(10), failures.append)]
    assert found == [f"r{n}" for n in range(10) if n != 4]
    assert [(f.item, f.stage, f.error) for f in failures] == [("r4", "language", "ValueError")]
    with pytest.raises(ValueError, match="broken"):
        list(reader.stream(_reports(10)))


def test_records_do_not_depend_on_the_reports_beside() -> None:
    reader = Reader()
    given = _reports(5)
    together = list(reader.stream(given))
    assert together == [reader.read(*one) for one in given]
    assert together == list(reader.stream(given[::-1]))[::-1]


def test_many_paths_are_what_each_alone_is() -> None:
    text = "Norland, which had sold grain and arms, said on Monday that Sund was told to pay."
    doc = Language().parse(Report(id="r", text_sha256=""), f"Talks ended. {text}").doc
    found = {t.text: paths(t, list(doc)) for t in doc}
    assert found == {t.text: [path(t, word) for word in doc] for t in doc}
    said = dict(zip((t.text for t in doc), found["said"], strict=True))
    assert said["Norland"] == "V:/nsubj"
    assert said["told"] == "V:/ccomp"
    assert said["said"] == SELF
    assert said["Talks"] == FAR  # another sentence
