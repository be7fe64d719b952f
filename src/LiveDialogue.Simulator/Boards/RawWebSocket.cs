using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace LiveDialogue.Simulator.Boards;

/// <summary>
/// A WebSocket client (RFC 6455) that costs next to nothing, so that thousands fit into one process beside the server they measure:
/// one socket, one small buffer, no TLS, no extensions. Pings are answered. One reader, one writer at a time.
/// </summary>
internal sealed class RawWebSocket : IDisposable
{
    private const byte Text = 0x1, Close = 0x8, Ping = 0x9, Pong = 0xA;
    private readonly Socket _socket;
    private byte[] _buffer = new byte[2048];
    private int _start, _end;

    private RawWebSocket(Socket socket) => _socket = socket;

    /// <param name="headers">Further lines of the request, each ended by CR LF.</param>
    /// <exception cref="IOException">The answer wasn't 101.</exception>
    public static async Task<RawWebSocket> ConnectAsync(IPEndPoint to, string path, string headers, CancellationToken ct)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, ct);
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            var request = $"GET {path} HTTP/1.1\r\nHost: localhost:{to.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{headers}\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), ct);
            var client = new RawWebSocket(socket);
            await client.ReadAnswerAsync(ct);
            return client;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One text frame. Masked with zeros: the mask protects proxies, and there is none.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken ct) => await SendAsync(Text, text, ct);

    /// <returns>The payload of the next frame that carries some, valid until the next call; empty at the end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken ct)
    {
        while (true)
        {
            if (!await FillAsync(2, ct)) return default;
            var opcode = _buffer[_start] & 0xF;
            long length = _buffer[_start + 1] & 0x7F;
            var header = length switch { 126 => 4, 127 => 10, _ => 2 };
            if (!await FillAsync(header, ct)) return default;
            if (header == 4) length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 2));
            else if (header == 10) length = (long)BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(_start + 2));
            if (length > int.MaxValue / 2 || !await FillAsync(header + (int)length, ct)) return default;

            var payload = _buffer.AsMemory(_start + header, (int)length);
            _start += header + (int)length;
            if (opcode == Close) return default;
            if (opcode == Ping) await SendAsync(Pong, payload.ToArray(), ct);
            else if (opcode != Pong && length > 0) return payload;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte opcode, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        var frame = new byte[14 + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        var header = 6;
        if (payload.Length < 126) frame[1] = (byte)(0x80 | payload.Length);
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
            header = 8;
        }
        payload.CopyTo(frame.AsMemory(header));
        await _socket.SendAsync(frame.AsMemory(0, header + payload.Length), ct);
    }

    private async Task ReadAnswerAsync(CancellationToken ct)
    {
        while (true)
        {
            var text = Encoding.ASCII.GetString(_buffer, 0, _end);
            if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
            {
                if (!text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) throw new IOException($"No WebSocket: {text[..text.IndexOf('\r', StringComparison.Ordinal)]}");
                _start = end + 4;
                return;
            }
            if (!await FillAsync(_end + 1, ct)) throw new IOException("The connection ended before it began.");
        }
    }

    private async ValueTask<bool> FillAsync(int wanted, CancellationToken ct)
    {
        while (_end - _start < wanted)
        {
            if (_start > 0)
            {
                Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
                (_start, _end) = (0, _end - _start);
            }
            if (_buffer.Length < wanted) Array.Resize(ref _buffer, Math.Max(wanted, 2 * _buffer.Length));
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), ct);
            if (received == 0) return false;
            _end += received;
        }
        return true;
    }
}
