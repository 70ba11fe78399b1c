#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Clients of a web server who stay: visitors.py ADDRESS COUNT SECONDS FILE

COUNT connections are open at any time. Each asks for a page twice a second, ends by itself after SECONDS, and is
followed by another one, until FILE exists. Then it prints how many ended by themselves, and why others did not."""

import asyncio
import os
import sys
import time

ADDRESS, COUNT, SECONDS, END = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
PATIENCE = 20 * float(os.environ.get("LVSDR_SLOWNESS", "1"))
ended, broken = 0, []


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET / HTTP/1.1\r\nHost: visitors\r\n\r\n")
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await asyncio.wait_for(reader.readexactly(int(length.split(b":")[1])), PATIENCE)


async def stay() -> None:
    reader, writer = await asyncio.wait_for(asyncio.open_connection(ADDRESS, 80), PATIENCE)
    end = time.monotonic() + SECONDS
    try:
        while time.monotonic() < end:
            await ask(reader, writer)
            await asyncio.sleep(0.5)
    finally:
        writer.close()


async def visit(place: int) -> None:
    global ended
    await asyncio.sleep(place * SECONDS / COUNT)  # not all at once
    while not os.path.exists(END):
        try:
            await stay()
            ended += 1
        except Exception as error:  # whatever it was, the connection was broken
            broken.append(repr(error))


async def main() -> None:
    await asyncio.gather(*(visit(place) for place in range(COUNT)))
    print(f"{ended} of {ended + len(broken)} ended by themselves", *broken[:5], sep="\n")


asyncio.run(main())
