"""A real SMTP server (Debian's python3-aiosmtpd) that prints its port, then each message as a line of JSON, as Python's email package reads it.
Usage: mail_server.py [messages to put off first] [recipients to refuse: those that begin so, "" for none] [with which answer] [hold: the first message
waits, after a line {"held": …}, for a line of input]"""
import asyncio
import email
import email.header
import email.policy
import email.utils
import json
import sys

from aiosmtpd.smtp import SMTP

put_off = int(sys.argv[1]) if len(sys.argv) > 1 else 0
unknown = sys.argv[2] if len(sys.argv) > 2 else None
refusal = sys.argv[3] if len(sys.argv) > 3 else "550 no such mailbox"
hold = len(sys.argv) > 4


def recipients(raw):
    """As RFC 2047 §6.2 reads them: blanks between encoded words are none, which the newer parser gets wrong."""
    header = email.message_from_bytes(raw)["To"]
    return [[str(email.header.make_header(email.header.decode_header(name))), address] for name, address in email.utils.getaddresses([header])]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if unknown and address.startswith(unknown):
            print(json.dumps({"unknown": address}), flush=True)
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server, session, envelope):
        global put_off, hold
        if hold:
            hold = False
            print(json.dumps({"held": envelope.rcpt_tos}), flush=True)
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        if put_off > 0:
            put_off -= 1
            print(json.dumps({"refused": envelope.rcpt_tos}), flush=True)
            return "451 try again later"
        raw = envelope.original_content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = {part.get_content_type(): part for part in message.walk()}
        print(
            json.dumps(
                {
                    "to": envelope.rcpt_tos,
                    "toHeader": recipients(raw),
                    "addresses": [address.addr_spec for address in message["To"].addresses],
                    "toDefects": [str(defect) for defect in message["To"].defects + message["From"].defects],
                    "from": envelope.mail_from,
                    "id": message["Message-ID"],
                    "subject": message["Subject"],
                    "language": message["Content-Language"],
                    "headers": sorted(name.lower() for name in message.keys()),
                    "type": message.get_content_type(),
                    "parts": [part.get_content_type() for part in message.iter_parts()],
                    "charsets": [part.get_content_charset() for part in message.iter_parts()],
                    "defects": [str(d) for part in message.walk() for d in part.defects],
                    "ascii": all(byte < 128 for byte in raw),
                    "longest": max(len(line) for line in raw.split(b"\r\n")),
                    "text": parts["text/plain"].get_content(),
                    "method": parts["text/calendar"].get_param("method"),
                    "calendar": parts["text/calendar"].get_payload(decode=True).decode("utf-8"),
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
