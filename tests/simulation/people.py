"""Customers and a shop: who says what, and what their phones must hold at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from .asgi import ask
from .instances import TOKEN
from .journeys import GOOD_BYE, NEWS, NUDGE, ON_ITS_WAY, PARDON, QUESTION, SHIPPED, TALK, THANKS
from .world import World

WAYS: tuple[tuple[str, Sequence[str], Sequence[str]], ...] = (
    ("taps", ("menu", "[Colis]", "où"), (QUESTION, SHIPPED, ON_ITS_WAY, GOOD_BYE)),
    ("types", ("menu", "colis", "où"), (QUESTION, SHIPPED, ON_ITS_WAY, GOOD_BYE)),
    ("is not understood", ("menu", "bof"), (QUESTION, PARDON)),
    ("is silent", ("menu",), (QUESTION, NUDGE)),
    ("is silent later", ("menu", "[Colis]"), (QUESTION, SHIPPED)),
)
"""What they do, each when the phone holds as many messages of the talk, and what is said to them."""


@dataclass(slots=True)
class Customer:
    """`expected`: by journey. `stops_at`: when they write STOP, in seconds, whatever happens then; `stops_with`: with which act,
    and how long after it."""

    who: str
    way: str = ""
    acts: Sequence[str] = ()
    expected: dict[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    orders: bool = False
    stops_at: float | None = None
    stops_with: tuple[int, float] | None = None
    has_stopped: bool = False


def invent(world: World, number: int) -> list[Customer]:
    """Half of them talk, some only hear of an order, some both; a third write STOP some time, many of
    them beside something else."""
    people, chance = list[Customer](), world.chance.people
    for place in range(1, number + 1):
        customer = Customer(f"336000{place:05}")
        pick = chance.random()
        if pick < 0.75:
            customer.way, customer.acts, said = chance.choice(WAYS)
            customer.expected[TALK] = said
        if pick > 0.6:
            customer.orders, customer.expected[NEWS] = True, (SHIPPED, THANKS)
        pick = chance.random()
        if pick < 0.15:
            customer.stops_at = chance.uniform(5, 60)
        elif pick < 0.4 and customer.acts:
            customer.stops_with = chance.randrange(len(customer.acts)), chance.uniform(0, 0.3)
        people.append(customer)
    return people


async def live(world: World, customer: Customer) -> None:
    """All that this customer does, and what the shop tells of them."""
    chance = world.chance.people
    parts: list[Awaitable[Any]] = [_talk(world, customer, chance.uniform(0, 25))] if customer.acts else []
    if customer.orders:
        parts.append(_tell(world, customer, chance.uniform(0, 25), again=chance.random() < 0.4))
    if customer.stops_at is not None:
        parts.append(_stop(world, customer, customer.stops_at))
    await asyncio.gather(*parts)


async def _talk(world: World, customer: Customer, begins: float) -> None:
    await asyncio.sleep(begins)
    for number, act in enumerate(customer.acts):
        while len(_of_talk(world, customer)) < number:
            await world.rings.wait()
        if number:
            await asyncio.sleep(world.chance.people.uniform(0.3, 15))
        if customer.has_stopped:
            return
        await _say(world, customer, act)
        if customer.stops_with is not None and customer.stops_with[0] == number:
            await _stop(world, customer, customer.stops_with[1])


def _of_talk(world: World, customer: Customer) -> list[Any]:
    """What the phone holds of the talk: it is parted from news by its first message, which brings the passage's id."""
    held = world.phones[customer.who]
    mine = next((it.ours.rpartition(".")[0] for it in held if it.said == QUESTION), None)
    return [it for it in held if it.ours.rpartition(".")[0] == mine]


async def _say(world: World, customer: Customer, act: str) -> None:
    world.story.tell("phone", f"{customer.who} says “{act}”")
    is_tap = act.startswith("[")
    body = {"tap": _of_talk(world, customer)[0].tap(act.strip("[]"))} if is_tap else {"text": act}
    reply = await ask(world.sandbox, "POST", "/sandbox/inbound", orjson.dumps({"from": customer.who, **body}))
    assert reply.status == 200, reply.body


async def _stop(world: World, customer: Customer, after: float) -> None:
    await asyncio.sleep(after)
    customer.has_stopped = True
    await _say(world, customer, "STOP")


async def _tell(world: World, customer: Customer, begins: float, *, again: bool) -> None:
    """The shop repeats its event under the same id until it is taken; now and then it tells it twice at once."""
    await asyncio.sleep(begins)
    event = {
        "id": f"order-{customer.who}", "name": "order.shipped", "contact": {"whatsapp": customer.who},
        "data": {"order_id": "C-2"},
    }  # fmt: skip
    world.story.tell("shop", f"tells of an order of {customer.who}{' twice' if again else ''}")
    await asyncio.gather(*(_until_taken(world, orjson.dumps(event)) for _ in range(1 + again)))


async def _until_taken(world: World, body: bytes) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    while await world.try_to_deliver("POST", "http://house/api/events", body, headers) != 202:
        await asyncio.sleep(world.chance.people.uniform(0.2, 2))
