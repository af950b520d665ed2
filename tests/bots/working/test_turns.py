"""Whose turn it is: nobody takes the place of all, nobody is lost, and what is given up is given to the next."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bots.errors import TooBusy
from bots.working.turns import Turn, Turns


def served(turns: Turns, waiting: list[Turn]) -> list[str]:
    """The lanes in the order in which they are served, one at a time."""
    order = []
    left = list(waiting)
    while left:
        [now] = [turn for turn in left if turn.granted.done()]
        order.append(now.lane)
        left.remove(now)
        turns.leave(now)
    return order


def test_one_question_passes_a_hundred_of_another() -> None:
    """Lanes take turns, whatever each holds."""
    turns = Turns(1, 1000, 1000)
    waiting = [turns.join("many") for _ in range(100)] + [turns.join("one"), turns.join("two")]
    order = served(turns, waiting)
    assert order.index("one") <= 2
    assert order.index("two") <= 3
    assert order.count("many") == 100


def test_too_many_in_a_lane_or_in_all_are_refused() -> None:
    """And others still come in."""
    turns = Turns(1, 5, 3)
    first = turns.join("a")
    for _ in range(3):
        turns.join("a")
    with pytest.raises(TooBusy):
        turns.join("a")
    turns.join("b")
    turns.join("c")
    with pytest.raises(TooBusy):
        turns.join("d")
    turns.leave(first)
    turns.join("d")


def test_whoever_goes_away_leaves_no_hole() -> None:
    """A turn given up before it came is skipped; one given up after it came frees its place."""
    turns = Turns(1, 10, 10)
    first, second, third = (turns.join(lane) for lane in "abc")
    turns.leave(second)
    turns.leave(first)
    assert third.granted.done()
    assert turns.waiting == 0
    impatient = turns.join("d")
    with pytest.raises(TooBusy):
        impatient.wait(0.01)
    turns.leave(impatient)
    turns.leave(third)
    turns.join("e").wait(1)


def test_no_more_than_allowed_are_served_at_once() -> None:
    """Threads joining and leaving at random: two at most at a time, and all are served."""
    turns, now, most, lock = Turns(2, 1000, 1000), 0, 0, threading.Lock()

    def one(number: int) -> None:
        nonlocal now, most
        turn = turns.join(str(number % 5))
        turn.wait(20)
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(random.random() / 500)
        with lock:
            now -= 1
        turns.leave(turn)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(one, range(200)))
    assert (most, turns.waiting) == (2, 0)
