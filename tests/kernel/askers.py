#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Questions and answers by UDP: askers.py serve ADDRESS | ask ADDRESS FILE

serve answers on port 53 of the address. ask puts a question from a new port a hundred times a second, until FILE exists; then it prints how
many were answered. A question that gets no answer within ten seconds is lost: the director, or the real server, was not there."""

import asyncio
import os
import sys

PATIENCE = 10 * float(os.environ.get("LVSDR_SLOWNESS", "1"))


class Server(asyncio.DatagramProtocol):
    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, sender) -> None:
        self.transport.sendto(data, sender)


class Client(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answer = asyncio.get_running_loop().create_future()

    def connection_made(self, transport) -> None:
        transport.sendto(b"question")

    def datagram_received(self, data: bytes, sender) -> None:
        if not self.answer.done():
            self.answer.set_result(data)

    def error_received(self, error: OSError) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


async def serve(address: str) -> None:
    await asyncio.get_running_loop().create_datagram_endpoint(Server, (address, 53))
    await asyncio.Event().wait()


async def ask(address: str) -> bool:
    transport, client = await asyncio.get_running_loop().create_datagram_endpoint(Client, remote_addr=(address, 53))
    try:
        return await asyncio.wait_for(client.answer, PATIENCE) == b"question"
    except (OSError, asyncio.TimeoutError):
        return False
    finally:
        transport.close()


async def ask_on(address: str, end: str) -> None:
    questions = []
    while not os.path.exists(end):
        questions.append(asyncio.ensure_future(ask(address)))
        await asyncio.sleep(0.01)
    answers = await asyncio.gather(*questions)
    print(f"{sum(answers)} of {len(answers)} answered")


asyncio.run(serve(sys.argv[2]) if sys.argv[1] == "serve" else ask_on(*sys.argv[2:]))
