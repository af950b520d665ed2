"""What the API's description says of refusals."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"description": told, "content": {"application/problem+json": {"schema": Problem.model_json_schema()}}}
    for status, told in {
        400: "Malformed", 401: "The key is missing or wrong", 413: "More than 1 MB", 422: "Not a valid question",
        429: "Too many requests", 503: "No index, or too many questions waiting",
    }.items()
}  # fmt: skip
