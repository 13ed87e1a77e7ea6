"""Prints so many events by way of qemu.qmp, and leaves: watch.py SOCKET COUNT"""
import asyncio
import sys

from qemu.qmp import EventListener, QMPClient


async def main():
    path, count = sys.argv[1], int(sys.argv[2])
    client = QMPClient("bench")
    listener = EventListener()
    client.register_listener(listener)
    await client.connect(path)
    await client.execute("query-jobs")
    # An iterator of a listener never ends by itself, not even when the connection does.
    async for event in listener:
        data = event["data"]
        print(event["timestamp"]["seconds"], data["id"], data["status"])
        count -= 1
        if count == 0:
            break
    try:
        await client.disconnect()
    except EOFError:
        pass  # The server closes when it has sent everything.


asyncio.run(main())
