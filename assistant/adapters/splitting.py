"""LangChain's text splitter, for the naive pipeline that ``repere eval`` compares with."""

from __future__ import annotations


def recursive(text: str, size: int, overlap: int) -> list[str]:
    """Chunks of at most ``size`` characters, cut at paragraphs, lines, then words."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap).split_text(text)
