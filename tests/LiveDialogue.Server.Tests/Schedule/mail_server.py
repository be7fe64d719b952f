"""A real SMTP server (Debian's python3-aiosmtpd) that prints its port, then each message as a line of JSON. Usage: mail_server.py [messages to refuse first]"""
import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP

refuse = int(sys.argv[1]) if len(sys.argv) > 1 else 0


class Handler:
    async def handle_DATA(self, server, session, envelope):
        global refuse
        if refuse > 0:
            refuse -= 1
            print(json.dumps({"refused": envelope.rcpt_tos}), flush=True)
            return "451 try again later"
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        parts = {part.get_content_type(): part for part in message.walk()}
        print(
            json.dumps(
                {
                    "to": envelope.rcpt_tos,
                    "from": envelope.mail_from,
                    "id": message["Message-ID"],
                    "subject": message["Subject"],
                    "language": message["Content-Language"],
                    "text": parts["text/plain"].get_content(),
                    "method": parts["text/calendar"].get_param("method"),
                    "calendar": parts["text/calendar"].get_content(),
                }
            ),
            flush=True,
        )
        return "250 taken"


async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Handler(), hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
