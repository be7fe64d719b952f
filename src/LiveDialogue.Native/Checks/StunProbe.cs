using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Native.Checks;

/// <param name="SeenAs">Where the check came from, as the server saw it.</param>
public sealed record StunAnswer(TimeSpan RoundTrip, IPEndPoint SeenAs);

/// <summary>An ICE check as a browser sends it, to one address of a media port.</summary>
public static class StunProbe
{
    private const uint Priority = (110u << 24) | (65_535u << 8) | 255;    // of a peer reflexive candidate, RFC 8445 §7.1.1
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(300);

    /// <param name="byTcp">Framed over a connection (RFC 4571).</param>
    /// <param name="ufrag">The server's, of a session that it expects.</param>
    /// <param name="patience">For all of it; by UDP the check is repeated meanwhile.</param>
    /// <returns>Null when nothing that is right came back. Never throws for what a network does.</returns>
    public static async Task<StunAnswer?> AskAsync(IPEndPoint to, bool byTcp, string ufrag, string password, TimeSpan patience, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        using var socket = new Socket(to.AddressFamily, byTcp ? SocketType.Stream : SocketType.Dgram, byTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(to, limit.Token).ConfigureAwait(false);
            var request = Request(ufrag, password);
            return byTcp ? await AskStreamAsync(socket, request, password, limit.Token).ConfigureAwait(false) : await AskDatagramsAsync(socket, request, password, limit.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is SocketException || (gone is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    private static byte[] Request(string ufrag, string password)
    {
        var bytes = new byte[300];
        var length = StunWriter.BindingRequest(
            bytes, RandomNumberGenerator.GetBytes(StunMessage.TransactionIdLength), Encoding.ASCII.GetBytes($"{ufrag}:doctor"), Encoding.ASCII.GetBytes(password),
            Priority, tieBreaker: 1, controlling: true, useCandidate: false);
        return bytes[..length];
    }

    private static async Task<StunAnswer?> AskDatagramsAsync(Socket socket, byte[] request, string password, CancellationToken ct)
    {
        var buffer = new byte[StunMessage.MaxLength];
        while (true)
        {
            var since = TimeProvider.System.GetTimestamp();
            await socket.SendAsync(request, SocketFlags.None, ct).ConfigureAwait(false);
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(ct);
            soon.CancelAfter(RepeatAfter);
            try
            {
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, soon.Token).ConfigureAwait(false);
                if (Read(buffer.AsSpan(0, length), request, password) is { } seenAs) return new(TimeProvider.System.GetElapsedTime(since), seenAs);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // lost: asked again
            }
        }
    }

    private static async Task<StunAnswer?> AskStreamAsync(Socket socket, byte[] request, string password, CancellationToken ct)
    {
        var framed = new byte[StreamFrames.HeaderLength + request.Length];
        StreamFrames.Write(request, framed);
        var since = TimeProvider.System.GetTimestamp();
        await socket.SendAsync(framed, SocketFlags.None, ct).ConfigureAwait(false);
        var frames = new StreamFrames(StunMessage.MaxLength);
        var buffer = new byte[StunMessage.MaxLength];
        int length;
        while ((length = await socket.ReceiveAsync(buffer, SocketFlags.None, ct).ConfigureAwait(false)) > 0)
            if (ReadFrames(frames, buffer.AsSpan(0, length), request, password) is { } seenAs) return new(TimeProvider.System.GetElapsedTime(since), seenAs);
        return null;
    }

    private static IPEndPoint? ReadFrames(StreamFrames frames, ReadOnlySpan<byte> input, byte[] request, string password)
    {
        while (frames.TryRead(ref input, out var frame))
            if (Read(frame, request, password) is { } seenAs) return seenAs;
        return null;
    }

    private static IPEndPoint? Read(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> request, string password)
    {
        if (!StunMessage.TryParse(datagram, out var message) || message.Type != StunType.BindingSuccess) return null;
        if (!message.TransactionId.SequenceEqual(request[8..StunMessage.HeaderLength]) || !message.VerifyIntegrity(Encoding.ASCII.GetBytes(password))) return null;
        Span<byte> address = stackalloc byte[16];
        return message.TryGetMappedAddress(address, out var length, out var port) ? new(new IPAddress(address[..length]), port) : null;
    }
}
