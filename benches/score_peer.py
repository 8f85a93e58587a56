"""The named peer of `cargo bench --bench score`: the same steps in Python.

Folds (NFKD, lower case), finds the words of the lexicon and the packs with pyahocorasick, and
scores with a scikit-learn pipeline (TF-IDF of words and word pairs, logistic regression). Then
runs `netra score` over the same posts, and prints both rates and their ratio.

    pip install pyahocorasick scikit-learn
    python benches/score_peer.py NETRA POSTS.txt LABELLED.jsonl

POSTS.txt has a post a line; LABELLED.jsonl (`text`, `gold`) trains the pipeline.
"""

import json
import subprocess
import sys
import time
import tomllib
import unicodedata
from pathlib import Path

import ahocorasick
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

CONFIG = Path(__file__).parent.parent / "config"


def fold(text):
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).lower()


def forms():
    for file in sorted(CONFIG.glob("lexicon/*.toml")):
        for entry in tomllib.loads(file.read_text())["entry"]:
            yield from ((form, entry["id"]) for form in entry["forms"])
    pack = tomllib.loads((CONFIG / "contests/demo-2027.toml").read_text())
    for contestant in pack["contestant"]:
        for kind, words in contestant.items():
            if isinstance(words, list):
                yield from ((word, kind) for word in words if isinstance(word, str))


def automaton():
    found = ahocorasick.Automaton()
    for form, meaning in forms():
        found.add_word(fold(form), (len(fold(form)), meaning))
    found.make_automaton()
    return found


def whole_words(text, hits):
    for end, (length, meaning) in hits:
        start = end - length + 1
        before = start == 0 or not text[start - 1].isalnum()
        after = end + 1 == len(text) or not text[end + 1].isalnum()
        if before and after:
            yield start, end + 1, meaning


def python_rate(posts, labelled):
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    texts = [fold(line["text"]) for line in labelled]
    model = LogisticRegression(max_iter=1000)
    model.fit(vectors.fit_transform(texts), [line["gold"] == "partisan" for line in labelled])
    words = automaton()
    start = time.perf_counter()
    folded = [fold(post) for post in posts]
    hits = [list(whole_words(text, words.iter(text))) for text in folded]
    chances = model.predict_proba(vectors.transform(folded))[:, 1]
    answers = [
        json.dumps({"score": float(chance), "signals": found})
        for chance, found in zip(chances, hits)
    ]
    return len(answers) / (time.perf_counter() - start)


def netra_rate(netra, posts):
    def seconds(lines):
        text = "".join(json.dumps({"id": n, "text": post}) + "\n" for n, post in enumerate(lines))
        start = time.perf_counter()
        command = [netra, "--config", str(CONFIG), "score"]
        subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True)
        return time.perf_counter() - start

    loading = min(seconds([]) for _ in range(3))
    return len(posts) / (seconds(posts) - loading)


def main():
    netra, posts, labelled = sys.argv[1:]
    posts = [line for line in Path(posts).read_text().splitlines() if line.strip()]
    labelled = [json.loads(line) for line in Path(labelled).read_text().splitlines()]
    python, ours = python_rate(posts, labelled), netra_rate(netra, posts)
    print(f"python {python:,.0f} posts/s, netra score (with JSON in and out) {ours:,.0f} posts/s")
    print(f"ratio {ours / python:.1f}")


main()
