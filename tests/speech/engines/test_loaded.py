"""The shelf: each thing is loaded once, and who wants another does not wait for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.speech.engines.loaded import Shelf
from tests.running import until


def test_who_wants_what_is_loaded_does_not_wait_for_what_is_being_loaded() -> None:
    shelf, free = Shelf[str](), threading.Event()
    assert shelf.get("here", lambda: "here") == "here"

    def slowly() -> str:
        free.wait(30)
        return "late"

    with ThreadPoolExecutor(2) as threads:
        loading = threads.submit(shelf.get, "late", slowly)
        others = threads.submit(lambda: (shelf.get("here", slowly), shelf.get("new", lambda: "new")))
        assert others.result(10) == ("here", "new")
        assert not loading.done()
        free.set()
        assert loading.result() == "late"


def test_many_who_want_the_same_at_once_have_it_loaded_once() -> None:
    shelf, free, loaded = Shelf[object](), threading.Event(), list[int]()

    def load() -> object:
        loaded.append(1)
        free.wait(30)
        return object()

    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(shelf.get, "voice", load) for _ in range(8)]
        until(lambda: bool(loaded))
        free.set()
        assert len({id(one.result()) for one in waiting}) == 1
    assert loaded == [1]


def test_what_failed_to_load_is_tried_again_by_the_next_who_asks() -> None:
    shelf = Shelf[int]()
    with pytest.raises(ZeroDivisionError):
        shelf.get("voice", lambda: 1 // 0)
    assert shelf.get("voice", lambda: 2) == 2


def test_what_was_let_go_of_is_loaded_anew() -> None:
    shelf = Shelf[int]()
    shelf.get("voice", lambda: 1)
    shelf.clear()
    assert shelf.get("voice", lambda: 2) == 2
