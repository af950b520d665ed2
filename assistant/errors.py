"""What can go wrong between a question and a reply.

    AssistantError
    ├── QuestionRefused      empty, or longer than ``MAX_QUESTION`` characters (exit 2)
    └── ModelUnavailable     a configured chat model or reranker cannot be reached (exit 69)

A question the documents do not answer is no error: it is a ``Refusal``.
"""

from __future__ import annotations

MAX_QUESTION = 4000


class AssistantError(Exception):
    """Carries a French sentence and an English one, both ending with what to do."""

    exit_code = 2

    def __init__(self, french: str, english: str = "") -> None:
        super().__init__(french)
        self.french = french
        self.english = english or french

    def __reduce__(self) -> tuple[type[AssistantError], tuple[str, str]]:
        return type(self), (self.french, self.english)


class QuestionRefused(AssistantError):
    pass


class ModelUnavailable(AssistantError):
    exit_code = 69
