"""The named peer of `cargo bench --bench score`: the same steps in Python.

Each post is folded with a map back to the original (NFKD, lower case, no marks) and read in the
same views (digits as letters, spelt-out words, joined hashtags); pyahocorasick finds the words of
the lexicon and of the open packs in each view; cues are joined with contestants by clause and
distance, and turned round by a negation; the words with contestants masked become the features of
the shipped model (words, pairs, triples, words beside a contestant), which scikit-learn and SciPy
weigh for all posts at once; the answer names score, signals and the words that counted most.
Reading and writing is left out on both sides: `netra eval` counts the time of scoring only. What
the scorer does besides (traps, company of ambiguous names, numbers and gestures,
stages, norms, language) is left out in Python's favour.

    pip install pyahocorasick scikit-learn
    python benches/score_peer.py NETRA POSTS.txt

POSTS.txt has a post a line. Prints both rates and the ratio; the demo's contest is the one open.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import unicodedata
from pathlib import Path

import ahocorasick
import numpy
from sklearn.feature_extraction import DictVectorizer

CONFIG = Path(__file__).parent.parent / "config"
WORD = re.compile(r"https?://\S+|\w+|[^\w\s]")
SENTENCE, CLAUSE = set("!?;|\n"), set(",:()/")
LEET = str.maketrans("431057@!$", "aeiostais")
DISGUISED = re.compile(r"\b(?=\w*[a-z]\w*[a-z])\w*(?:[a-z][0-9@!$]|[0-9@!$][a-z]|([a-z])\1\1)\w*")
SPELT = re.compile(r"\b\w(?:[ .\-_*|]\w\b){2,}")
TAG = re.compile(r"#(\w+)")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|_")
STANCE = {"call", "support", "possessive", "win", "continue", "hype", "wish", "praise", "team"}
ATTACK = {"oppose", "insult"}
MASKS = {
    "names": "<calon>", "short_names": "<calon>", "nicknames": "<calon>", "mocking": "<ejekan>",
    "pair": "<pasangan>", "party": "<partai>", "slogans": "<slogan>", "hashtags": "<tagar>",
    "gestures": "<gestur>", "songs": "<slogan>", "symbols": "<simbol>",
}


def fold(text):
    """The plain text, and for each of its characters where it stands in the original."""
    plain, places = [], []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter):
            if not unicodedata.combining(part):
                plain.append(part.lower())
                places.append(place)
    return "".join(plain), places


def views(original, plain):
    """Other ways to read a post; a view is its text."""
    yield plain
    if DISGUISED.search(plain):
        yield DISGUISED.sub(lambda m: re.sub(r"(.)\1\1+", r"\1", m[0].translate(LEET)), plain)
    for spelt in SPELT.findall(plain):
        yield re.sub(r"\W|_", "", spelt)
    for tag in TAG.findall(original):
        pieces = HUMP.split(tag)
        if len(pieces) > 1:
            yield " ".join(pieces).lower()


def words(plain):
    """Words with sentence and clause."""
    sentence = clause = 0
    found = []
    for match in WORD.finditer(plain):
        sign = match[0]
        if sign in SENTENCE or sign == ".":
            sentence, clause = sentence + 1, clause + 1
        elif sign in CLAUSE:
            clause += 1
        else:
            found.append((match.start(), match.end(), sign, sentence, clause))
    return found


def entries():
    for file in sorted(CONFIG.glob("lexicon/*.toml")):
        for entry in tomllib.loads(file.read_text())["entry"]:
            for form in entry["forms"]:
                yield form, (entry["id"], entry["kind"], entry.get("weight", 0.0))
    for file in sorted(CONFIG.glob("contests/*.toml")):
        pack = tomllib.loads(file.read_text())
        if pack.get("closed"):
            continue
        for contestant in pack["contestant"]:
            for kind in MASKS:
                for word in contestant.get(kind, []):
                    for form in [word] if isinstance(word, str) else word.get("forms") or [word["form"]]:
                        yield form, (contestant["id"], "contestant", MASKS[kind])


def automaton():
    found = ahocorasick.Automaton()
    for form, meaning in entries():
        plain, _ = fold(form)
        found.add_word(plain, (len(plain), meaning))
    found.make_automaton()
    return found


def hits(finder, text):
    """Whole words that were found, those inside longer ones left out."""
    whole = []
    for end, (length, meaning) in finder.iter(text):
        start = end - length + 1
        if (start == 0 or not text[start - 1].isalnum()) and not text[end + 1 : end + 2].isalnum():
            whole.append((start, end + 1, meaning))
    whole.sort(key=lambda hit: (hit[0], -hit[1]))
    longest, reach = [], 0
    for hit in whole:
        if hit[1] > reach:
            longest.append(hit)
            reach = hit[1]
    return longest


def number_of(found, place):
    """The word at a character."""
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        if found[middle][1] <= place:
            low = middle + 1
        else:
            high = middle
    return min(low, len(found) - 1)


def signals(found, seen):
    """Cues joined with the contestant that they are most likely about."""
    named = [(number_of(found, hit[0]), hit) for hit in seen if hit[2][1] == "contestant"]
    cues = [(number_of(found, hit[0]), hit) for hit in seen if hit[2][1] != "contestant"]
    negations = [at for at, hit in cues if hit[2][1] == "negation"]
    claims = []
    for at, (start, end, (name, kind, weight)) in cues:
        if kind not in STANCE and kind not in ATTACK:
            if weight < 0 and named:
                claims.append((weight, name, "against", None, [(start, end)]))
            continue
        best = None
        for place, hit in named:
            near = abs(place - at) <= 8
            same = found[place][3] == found[at][3], found[place][4] == found[at][4]
            bond = (1.0 if same[1] else 0.8 if same[0] else 0.5) * (1.0 if near else 0.6)
            if best is None or (bond, -abs(place - at)) > best[0]:
                best = (bond, -abs(place - at)), bond, hit
        if best is None:
            continue
        turned = any(0 < at - other <= 3 and found[other][4] == found[at][4] for other in negations)
        side = "attack" if (kind in ATTACK) != turned else "support"
        spans = [(start, end), best[2][:2]]
        claims.append((weight * best[1], name, side, best[2][2][0], spans))
    claims.sort(key=lambda claim: -abs(claim[0]))
    factors = [1.0, 0.6, 0.4, 0.25, 0.15]
    return [
        (claim[0] * factors[min(rank, 4)], *claim[1:]) for rank, claim in enumerate(claims)
    ]


def masked(found, seen):
    """The words with contestants masked, each with where it stands."""
    masks = [(hit[0], hit[1], hit[2][2]) for hit in seen if hit[2][1] == "contestant"]
    free = [
        (start, end, "<tautan>" if word.startswith("http") else "<angka>" if word.isdigit() else word)
        for start, end, word, _, _ in found
        if not any(start < other[1] and other[0] < end for other in masks)
    ]
    return sorted(free + masks)


def features(row):
    """Names of features, with where they stand."""
    names = {}
    for start, end, word in row:
        names.setdefault(f"u:{word}", (start, end))
    padded = [(0, 0, "^"), *row, (0, 0, "$")]
    for one, two in zip(padded, padded[1:]):
        names.setdefault(f"b:{one[2]} {two[2]}", (one[0], two[1]))
    for one, two, three in zip(padded, padded[1:], padded[2:]):
        names.setdefault(f"t:{one[2]} {two[2]} {three[2]}", (one[0], three[1]))
    for at, (start, end, word) in enumerate(row):
        if word.startswith("<") and word not in ("<tautan>", "<angka>"):
            for other in range(max(0, at - 6), min(len(row), at + 7)):
                if other != at:
                    side = "-" if other < at else "+"
                    place = (min(start, row[other][0]), max(end, row[other][1]))
                    names.setdefault(f"s:{word} {side} {row[other][2]}", place)
    return names


def shipped():
    """The shipped weights as a vectorizer with its coefficients."""
    rows = [
        line.rsplit("\t", 1)
        for line in (CONFIG / "model/weights.tsv").read_text().splitlines()
        if line.startswith(("u:", "b:", "t:", "s:"))
    ]
    weights = dict((name, float(weight)) for name, weight in rows)
    vectors = DictVectorizer().fit([dict.fromkeys(weights, 1)])
    return vectors, numpy.array([weights[name] for name in vectors.feature_names_])


def python_rate(posts):
    finder, (vectors, coefficients) = automaton(), shipped()
    start = time.perf_counter()
    read, seen_in, named_in = [], [], []
    for number, post in enumerate(posts):
        plain, places = fold(post)
        found = words(plain)
        first, *others = views(post, plain)
        seen = hits(finder, first)
        further = [hit for view in others for hit in hits(finder, view)]
        names = features(masked(found, seen))
        read.append((number, places, signals(found, seen) if found else [], len(further)))
        seen_in.append(names)
        named_in.append(dict.fromkeys(names, 1))
    matrix = vectors.transform(named_in).multiply(coefficients).tocsr()
    totals = numpy.asarray(matrix.sum(axis=1)).ravel()
    answers = []
    for row, ((number, places, claims, _), names) in enumerate(zip(read, seen_in)):
        value = 3.0 / max(1, len(names)) ** 0.5
        shares = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        top = numpy.argsort(-numpy.abs(shares))[:6]
        told = [(vectors.feature_names_[columns[at]], float(shares[at]) * value) for at in top]
        total = sum(claim[0] for claim in claims) + float(totals[row]) * value - 2.9

        def source(span):
            last = places[min(span[1], len(places)) - 1] + 1
            return [places[min(span[0], len(places) - 1)], last]

        answers.append({
            "id": number,
            "score": round(1 / (1 + numpy.exp(-total)), 4),
            "signals": [
                {"rule": claim[1], "kind": claim[2], "target": claim[3],
                 "weight": round(claim[0], 3), "spans": [source(span) for span in claim[4]]}
                for claim in claims
            ],
            "words": [
                {"label": name.split(":", 1)[1], "value": round(share, 3),
                 "spans": [source(names[name])]}
                for name, share in told
            ],
        })
    return len(answers) / (time.perf_counter() - start)


def netra_rate(netra, posts):
    """Posts a second of `netra eval`, which wants a labelled post or two besides."""
    with tempfile.TemporaryDirectory() as folder:
        labelled, background = Path(folder, "labelled.jsonl"), Path(folder, "posts.txt")
        gold = [("partisan", "coblos nomor 2"), ("neutral", "selamat pagi")]
        labelled.write_text("".join(
            json.dumps({"id": name, "text": text, "gold": name}) + "\n" for name, text in gold
        ))
        background.write_text("\n".join(posts))
        command = [netra, "--config", str(CONFIG), "eval", "--json", str(labelled)]
        command += ["--background", str(background)]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(answer)["posts_per_second"]


def main():
    netra, posts = sys.argv[1:]
    posts = [line for line in Path(posts).read_text().splitlines() if line.strip()]
    rounds = [(python_rate(posts), netra_rate(netra, posts)) for _ in range(3)]
    for python, ours in rounds:
        print(f"python {python:,.0f} posts/s, netra {ours:,.0f} posts/s, ratio {ours / python:.1f}")


main()
