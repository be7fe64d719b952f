using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Native.Checks;

/// <summary>A socket to a TURN server: a request out, its answer back. Over a stream messages stand one behind the other (RFC 8656 §3.1).</summary>
internal sealed class TurnPath : IAsyncDisposable
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(500);
    private readonly Socket _socket;
    private readonly Stream? _stream;

    private TurnPath(Socket socket, Stream? stream) => (_socket, _stream) = (socket, stream);

    public static bool IsNetworks(Exception error) => error is SocketException or IOException or AuthenticationException;

    public static async Task<TurnPath> ConnectAsync(IPEndPoint to, TurnAddress address, CancellationToken ct)
    {
        var socket = new Socket(to.AddressFamily, address.ByTcp ? SocketType.Stream : SocketType.Dgram, address.ByTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(to, ct).ConfigureAwait(false);
            if (address.ByTcp) stream = new NetworkStream(socket, ownsSocket: false);
            if (address.ByTls)
            {
                var secure = new SslStream(stream!);    // TLS is over TCP here
                stream = secure;
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, ct).ConfigureAwait(false);
            }
            return new(socket, stream);
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }

    /// <returns>The answer to this request; what else comes is passed over.</returns>
    public async Task<byte[]> AskAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        if (_stream is null) return await AskDatagramsAsync(request, ct).ConfigureAwait(false);
        await _stream.WriteAsync(request, ct).ConfigureAwait(false);
        while (true)
        {
            var header = new byte[StunMessage.HeaderLength];
            await _stream.ReadExactlyAsync(header, ct).ConfigureAwait(false);
            var message = new byte[header.Length + BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2))];
            header.CopyTo(message, 0);
            await _stream.ReadExactlyAsync(message.AsMemory(header.Length), ct).ConfigureAwait(false);
            if (Answers(message, request.Span)) return message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task<byte[]> AskDatagramsAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        var buffer = new byte[StunMessage.MaxLength];
        while (true)
        {
            await _socket.SendAsync(request, SocketFlags.None, ct).ConfigureAwait(false);
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(ct);
            soon.CancelAfter(RepeatAfter);
            try
            {
                int length;
                do length = await _socket.ReceiveAsync(buffer, SocketFlags.None, soon.Token).ConfigureAwait(false);
                while (!Answers(buffer.AsSpan(0, length), request.Span));
                return buffer[..length];
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // lost: asked again
            }
        }
    }

    private static bool Answers(ReadOnlySpan<byte> message, ReadOnlySpan<byte> request) =>
        message.Length >= StunMessage.HeaderLength && message[8..StunMessage.HeaderLength].SequenceEqual(request[8..StunMessage.HeaderLength]);
}
