"""Questions to other systems by the running engine: what is asked, how often, and what becomes of the passage."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from house import House, until
from journeys import END

from engine.calls.caller import Caller

HOST = "suivi.example"


def asking(**call: Any) -> dict[str, Any]:
    step = {"type": "call_http", "url": f"https://{HOST}/{{{{ event.text }}}}", "save": {"parcel": "state"}, **call}
    return {
        "key": "parcel",
        "triggers": [{"id": "go", "type": "keyword", "any_of": ["colis"], "next": "call"}],
        "steps": {
            "call": {**step, "next": "tell", "failed": "sorry"},
            "tell": {"type": "send_session", "text": "Votre colis : {{ contact.parcel }}.", "next": "end"},
            "sorry": {"type": "send_session", "text": "Plus tard.", "next": "end"},
            "end": END,
        },
    }


class Elsewhere:
    """Another system: it keeps what it was asked, and answers in turn; the last answer stays."""

    def __init__(self, house: House, *answers: httpx.Response | Exception, hosts: tuple[str, ...] = (HOST,)) -> None:
        self.asked: list[httpx.Request] = []
        self._answers = list(answers)
        transport = httpx.MockTransport(self._answer)
        house.parts.worker.caller = Caller(hosts, httpx.AsyncClient(transport=transport))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, content=answer.content)


def good(**body: Any) -> httpx.Response:
    return httpx.Response(200, json=body)


def whys(house: House) -> list[tuple[Any, ...]]:
    return house.rows("SELECT port, why FROM step_event WHERE step_id = 'call' AND port IS NOT NULL")


def test_the_answer_is_saved_and_read_by_the_next_message(either_house: House) -> None:
    other = Elsewhere(either_house, good(state="en route"))
    either_house.publish(asking())

    either_house.says("colis")

    either_house.hears("Votre colis : en route.")
    until(lambda: either_house.exits() == ["end"])
    assert [(request.method, str(request.url)) for request in other.asked] == [("GET", f"https://{HOST}/colis")]
    assert either_house.rows("SELECT status, http_status FROM http_call") == [("done", 200)]


def test_a_post_carries_what_the_step_says_and_is_made_once(house: House) -> None:
    other = Elsewhere(house, good(state="noté"))
    house.publish(asking(method="POST", body={"text": "{{ event.text }}"}, headers={"X-Shop": "Lyon"}))

    house.says("colis")

    house.hears("Votre colis : noté.")
    (request,) = other.asked
    assert (json.loads(request.content), request.headers["x-shop"]) == ({"text": "colis"}, "Lyon")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (httpx.Response(404), "failed:http_404"),
        (httpx.Response(500), "failed:http_500"),
        (httpx.Response(302), "failed:redirect"),
        (httpx.Response(200, text="<html>"), "failed:not_json"),
    ],
)
def test_a_bad_answer_takes_the_path_of_failure(house: House, answer: httpx.Response, why: str) -> None:
    Elsewhere(house, answer)
    house.publish(asking())

    house.says("colis")

    house.hears("Plus tard.")
    assert whys(house) == [("failed", why)]


def test_a_host_that_is_not_listed_is_never_asked(house: House) -> None:
    other = Elsewhere(house, good(), hosts=())
    house.publish(asking())

    house.says("colis")

    house.hears("Plus tard.")
    assert (other.asked, whys(house)) == ([], [("failed", "failed:not_listed")])


def test_reading_again_is_safe_and_writing_again_is_not(house: House) -> None:
    """“At most once per visit unless the failure surely sent nothing”; what only reads may be asked again."""
    lost = httpx.ReadError("connection reset")
    reading = Elsewhere(house, lost, good(state="en route"))
    house.publish(asking())
    house.says("colis")
    until(lambda: len(reading.asked) == 1)
    house.later(seconds=3)
    house.hears("Votre colis : en route.")

    written = Elsewhere(house, lost, good(state="écrit deux fois"))
    house.publish({**asking(method="POST"), "key": "post",
                   "triggers": [{"id": "go", "type": "event", "name": "post", "next": "call"}]})  # fmt: skip
    house.event("e1", "post", data={"text": "x"})

    house.hears("Votre colis : en route.", "Plus tard.")
    assert len(written.asked) == 1
    assert whys(house)[-1] == ("failed", "failed:no_answer")


def test_a_system_that_never_answers_is_read_three_times_and_not_once_more(house: House) -> None:
    other = Elsewhere(house, httpx.ReadError("connection reset"))
    house.publish(asking())
    house.says("colis")
    for asked in (1, 2, 3):
        until(lambda asked=asked: len(other.asked) == asked)
        house.later(seconds=5)

    house.hears("Plus tard.")

    house.later(seconds=30)
    house.settled()
    assert len(other.asked) == 3
    assert house.rows("SELECT status, attempts FROM http_call") == [("failed", 3)]


@pytest.mark.parametrize(("method", "heard"), [("GET", "Votre colis : en route."), ("POST", "Plus tard.")])
def test_a_call_whose_worker_died_is_read_again_or_counts_as_failed(
    either_house: House, method: str, heard: str
) -> None:
    either_house.parts.worker.caller = _Never()  # pyright: ignore[reportAttributeAccessIssue]
    either_house.publish(asking(method=method))
    either_house.says("colis")
    until(lambda: either_house.rows("SELECT 1 FROM http_call WHERE status = 'calling'"))
    other = Elsewhere(either_house, good(state="en route"))

    either_house.later(seconds=120)

    either_house.hears(heard)
    assert len(other.asked) == (1 if method == "GET" else 0)
    if method == "POST":
        assert whys(either_house) == [("failed", "failed:unknown")]


class _Never:
    """A worker that dies in the middle of its call: it ends without a result."""

    async def ask(self, _question: Any) -> Any:
        raise _Killed

    async def close(self) -> None: ...


class _Killed(BaseException):
    """Not an error that anybody handles."""


def test_a_paused_journey_asks_nobody_until_it_goes_on(house: House) -> None:
    other = Elsewhere(house, good(state="en route"))
    journey_id = house.publish(asking())
    house.act(journey_id, "pause")
    house.act(journey_id, "resume")
    hold = _holding(house)
    house.says("colis")
    until(lambda: house.rows("SELECT 1 FROM http_call WHERE status = 'queued'"))
    house.act(journey_id, "pause")
    hold()
    house.settled()
    assert other.asked == []

    house.act(journey_id, "resume")

    house.hears("Votre colis : en route.")


def _holding(house: House) -> Callable[[], None]:
    """Calls wait until the returned function is called: nobody works them."""
    desk = house.parts.worker._call_desk

    class Idle:
        async def run(self) -> None: ...

    house.parts.worker._call_desk = Idle  # pyright: ignore[reportAttributeAccessIssue]

    def go_on() -> None:
        house.parts.worker._call_desk = desk  # pyright: ignore[reportAttributeAccessIssue]

    return go_on


def test_a_stopped_journey_asks_nobody_any_more(house: House) -> None:
    other = Elsewhere(house, good(state="en route"))
    journey_id = house.publish(asking())
    hold = _holding(house)
    house.says("colis")
    until(lambda: house.rows("SELECT 1 FROM http_call WHERE status = 'queued'"))

    house.act(journey_id, "stop")

    until(lambda: house.rows("SELECT status FROM http_call") == [("cancelled",)])
    hold()
    house.settled()
    assert (other.asked, house.exits()) == ([], ["stopped"])


def test_an_answer_that_nobody_brings_counts_as_none_and_is_not_asked_for_any_more(house: House) -> None:
    other = Elsewhere(house, good(state="trop tard"))
    house.publish(asking())
    hold = _holding(house)
    house.says("colis")
    until(lambda: house.rows("SELECT 1 FROM http_call WHERE status = 'queued'"))

    house.later(minutes=11)

    house.hears("Plus tard.")
    hold()
    until(lambda: house.rows("SELECT 1 FROM http_call WHERE status IN ('failed', 'cancelled')"))
    assert (other.asked, whys(house)) == ([], [("failed", "failed:late")])
