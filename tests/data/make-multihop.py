#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints resources/questions/multihop.jsonl; run it in the root of the repository.

Two in three items need a statement of their context and a fact that the demo models know (engine/training/corpus/tables.txt); the context
holds a statement of the same kind about somebody else, too. Every third, "known-...", needs the fact alone, and its context says nothing
of it: what answers without retrieval can still get right."""
import json
import random
import re

PEOPLE = [name.strip() for name in """Agathe Wynter; Doctor Lemaire; Bartholomew Kidd; Old Mrs. Tarn; Calliope Reeve; Captain Ostrow;
    Delphine Marrow; Uncle Thaddeus; Emeric Vale; Judge Calloway; Fenella Drake; Professor Imrie; Gwendolyn Ashe; Sister Benedicta;
    Horatio Pell; Aunt Rosamund; Isolde Farrant; Cousin Leopold; Jasper Quennell; Lady Merrow; Kirsten Dahl; Major Whitlock; Lucian Frey;
    Madame Sorel; Ottokar Reiss; Mrs. Pennefather; Quincy Ardal; Miss Hollander; Rowena Stell; Father Anselm; Sigrid Moe; Old Mr. Teague;
    Ulrika Thane; Nurse Campion; Winifred Sloe; Admiral Dray""".split(";")]


def tables():
    for block in re.split(r"^# .*\n", open("engine/training/corpus/tables.txt").read(), flags=re.M)[1:]:
        yield [[line.split(" || ") for line in re.findall(rf"^{kind} (.*)$", block, re.M)] for kind in ("row", "link", "ask")]


def sentences(book):
    text = open(f"resources/haystacks/demo/{book}.txt").read()
    return re.split(r'(?:(?<=[.!?])|(?<=[.!?]"))\s+(?=["A-Z])', text.strip())


def main():
    draw = random.Random(12)
    books = [sentences(f"book{i}") for i in (1, 2, 3)]
    for rows, links, asks in tables():
        people = draw.sample(PEOPLE, len(PEOPLE))
        for i, person in enumerate(people):
            row, link, ask = rows[i % len(rows)], links[i % len(links)], draw.randrange(len(asks))
            known = i % 3 == 2
            others = draw.sample([other[0] for other in rows if other[1 + ask] != row[1 + ask]], 2)
            keys = others if known else [row[0], others[0]]
            book, length = draw.choice(books), draw.randint(8, 24)
            first = draw.randrange(len(book) - length)
            context = book[first : first + length]
            for who, key in zip((person, people[i - 1]), keys):
                statement = re.sub(r"[\[\]]", "", link[0]).replace("{person:p}", who).replace("{key}", key)
                context.insert(draw.randint(0, len(context)), statement)
            name = ("known-" if known else "") + row[0].split()[-1].lower()
            question = asks[ask][0 if known else 2].replace("{key}", row[0]).replace("{it}", link[-1].replace("{person:p}", person))
            answer = re.sub("^(an?|the) ", "", row[1 + ask])
            item = {"id": f"{name}-{i + 1}", "context": " ".join(context), "question": question, "answers": [answer]}
            print(json.dumps(item, ensure_ascii=False))


main()
