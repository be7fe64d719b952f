"""A WebRTC peer that is not ours: publishes a green picture and a tone through WHIP (RFC 9725) with aiortc.

Usage: publish_aiortc.py WHIP_URL TOKEN SECONDS
Prints "connected" once ICE and DTLS are up; exits 0 after SECONDS, 1 when it never connected.
"""
import asyncio
import fractions
import sys
import urllib.request

import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription, MediaStreamTrack
from av import AudioFrame, VideoFrame


class GreenPicture(MediaStreamTrack):
    kind = "video"
    frame_rate = 15

    def __init__(self):
        super().__init__()
        self.count = 0

    async def recv(self):
        await asyncio.sleep(1 / self.frame_rate)
        picture = numpy.zeros((180, 320, 3), numpy.uint8)
        picture[:, :, 1] = 160
        x = self.count * 4 % 280
        picture[10:40, x : x + 30, :] = 255
        frame = VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = self.count * 90000 // self.frame_rate, fractions.Fraction(1, 90000)
        self.count += 1
        return frame


class Tone(MediaStreamTrack):
    kind = "audio"

    def __init__(self):
        super().__init__()
        self.samples = 0

    async def recv(self):
        await asyncio.sleep(0.02)
        time = (numpy.arange(960) + self.samples) / 48000
        sound = (8000 * numpy.sin(2 * numpy.pi * 660 * time)).astype(numpy.int16)
        frame = AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, self.samples, fractions.Fraction(1, 48000)
        self.samples += 960
        return frame


def post(url, token, offer):
    request = urllib.request.Request(
        url, offer.encode(), {"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 201, answer.status
        assert answer.headers["Location"], "no Location"
        return answer.read().decode()


async def main(url, token, seconds):
    peer = RTCPeerConnection()
    connected = asyncio.Event()

    @peer.on("connectionstatechange")
    def changed():
        print(peer.connectionState, flush=True)
        if peer.connectionState == "connected":
            connected.set()

    for track in (Tone(), GreenPicture()):
        peer.addTransceiver(track, direction="sendonly")
    await peer.setLocalDescription(await peer.createOffer())
    answer = await asyncio.to_thread(post, url, token, peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    try:
        await asyncio.wait_for(connected.wait(), 20)
    except asyncio.TimeoutError:
        return 1
    await asyncio.sleep(seconds)
    await peer.close()
    return 0


sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]))))
