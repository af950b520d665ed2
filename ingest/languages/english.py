"""English, for questions asked in it (the documents are mostly French)."""

from __future__ import annotations

from ingest.languages.language import Language

_FUNCTION_WORDS = (
    "a an the this that these those of to in on at by for with from into about as and or but nor so if then than "
    "i you he she it we they me him her us them my your his its our their who whom whose which what when where why how "
    "is are was were be been being am do does did done has have had will would shall should can could may might must "
    "not no yes there here all any some each every both such only own same too very just also please tell give show "
    "s t re ve ll d m up out"
)

ENGLISH = Language(
    code="en",
    stemmer="english",
    elisions=frozenset(),
    stop_words=frozenset(_FUNCTION_WORDS.split()),
    interrogatives=frozenset("who whom whose which what when where why how".split()),
    months={
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12,
    },
    numbers={
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "thousand": 1000,
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10,
    },
)  # fmt: skip
