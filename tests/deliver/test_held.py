"""What is held for others is bounded over all of them, and given back."""

from __future__ import annotations

import threading

import pytest

from service.deliver.held import Held


def test_shares_together_hold_no_more_than_the_limit() -> None:
    held = Held(100)
    with held.share() as one, held.share() as other:
        assert one.take(60)
        assert not other.take(50)
        assert (other.size, held.in_use) == (0, 60)
        assert other.take(40)
        one.give(10)
        assert (one.size, held.in_use) == (50, 90)
    assert held.in_use == 0


def test_what_is_large_leaves_some_for_what_is_small() -> None:
    held = Held(100)
    with held.share(of=0.5) as large, held.share() as small:
        assert large.take(50)
        assert not large.take(1)
        assert small.take(50)


def test_a_share_is_given_back_when_something_fails() -> None:
    held = Held(100)

    def fail() -> None:
        with held.share() as share:
            assert share.take(70)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert held.in_use == 0


def test_many_threads_at_once_lose_no_byte() -> None:
    held = Held(1000)

    def go() -> None:
        for _ in range(2000):
            with held.share() as share:
                share.take(400)
                assert held.in_use <= 1000

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert held.in_use == 0
