// A WebRTC peer that is not ours: receives through WHEP with werift and counts what arrives.
// Usage: node receive-werift.mjs WHEP_URL SECONDS
// Prints one line of JSON: {connected, video, audio, keyframes, gaps}; exits 1 when nothing came.
import { RTCPeerConnection, RTCRtpCodecParameters, useNACK, usePLI } from 'werift';

const [url, seconds] = [process.argv[2], Number(process.argv[3])];
const peer = new RTCPeerConnection({
  codecs: {
    audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48000, channels: 2 })],
    video: [new RTCRtpCodecParameters({ mimeType: 'video/VP8', clockRate: 90000, rtcpFeedback: [useNACK(), usePLI()] })],
  },
});
const seen = { connected: false, video: 0, audio: 0, keyframes: 0, gaps: 0 };
peer.connectionStateChange.subscribe((state) => {
  if (state === 'connected') seen.connected = true;
});

for (const kind of ['audio', 'video']) {
  const transceiver = peer.addTransceiver(kind, { direction: 'recvonly' });
  let last;
  transceiver.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => {
      seen[kind] += 1;
      const sequence = packet.header.sequenceNumber;
      if (last !== undefined && sequence !== ((last + 1) & 0xffff)) seen.gaps += 1;
      last = sequence;
      // RFC 7741: the payload header's P bit is 0 in a key frame; the descriptor is at least one byte.
      if (kind === 'video' && isKeyframe(packet.payload)) seen.keyframes += 1;
    });
  });
}

function isKeyframe(payload) {
  if ((payload[0] & 0x17) !== 0x10) return false; // S = 1, PID = 0
  let offset = 1;
  if (payload[0] & 0x80) {
    const extensions = payload[1];
    offset = 2;
    if (extensions & 0x80) offset += payload[offset] & 0x80 ? 2 : 1;
    if (extensions & 0x40) offset += 1;
    if (extensions & 0x30) offset += 1;
  }
  return (payload[offset] & 1) === 0;
}

await peer.setLocalDescription(await peer.createOffer());
const response = await fetch(url, {
  method: 'POST',
  headers: { 'Content-Type': 'application/sdp' },
  body: peer.localDescription.sdp,
});
if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));

console.log(JSON.stringify(seen));
const deleted = await fetch(new URL(response.headers.get('Location'), url), { method: 'DELETE' });
await peer.close();
process.exit(seen.video > 0 && seen.audio > 0 && deleted.ok ? 0 : 1);
