"""One command by way of qemu.qmp, as its documentation has it: oneshot.py SOCKET COMMAND [ID]"""
import asyncio
import sys

from qemu.qmp import QMPClient


async def main():
    path, command = sys.argv[1:3]
    client = QMPClient("bench")
    await client.connect(path)
    try:
        if len(sys.argv) > 3:
            print(await client.execute(command, {"id": sys.argv[3]}))
        else:
            print(await client.execute(command))
    finally:
        await client.disconnect()


asyncio.run(main())
