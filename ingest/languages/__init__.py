"""Languages as values, and the one analysis that serves them all."""

from ingest.languages.analysis import analyse, content_words, fold, stem, words
from ingest.languages.english import ENGLISH
from ingest.languages.french import FRENCH
from ingest.languages.language import Language

LANGUAGES = {language.code: language for language in (FRENCH, ENGLISH)}

__all__ = ["ENGLISH", "FRENCH", "LANGUAGES", "Language", "analyse", "content_words", "fold", "stem", "words"]
