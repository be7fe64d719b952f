using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Native.Checks;

public enum TurnOutcome
{
    /// <summary>It gave us an address, which was given back.</summary>
    Allocated,
    NotAnAddress,
    UnknownHost,
    Unreachable,

    /// <summary>No TLS comes about: a certificate that isn't trusted or isn't its name's, or no TLS at all.</summary>
    NotTrusted,

    /// <summary>It answers and refuses.</summary>
    Refused,
}

/// <param name="Code">Why it refused (RFC 8656 §19): 401 wrong credentials, 441 another's, 486 too many, 508 none left; 0: not said.</param>
/// <param name="Relayed">The address it would have relayed from.</param>
public sealed record TurnResult(TurnOutcome Outcome, int Code = 0, TimeSpan RoundTrip = default, IPEndPoint? Relayed = null);

/// <summary>Asks a TURN server for a relayed address with given credentials, and gives it back: what a browser would do.</summary>
public static class TurnProbe
{
    private const int Unauthorized = 401;
    private const int StaleNonce = 438;

    /// <param name="url"><c>turn:</c> or <c>turns:</c> as browsers take it (RFC 7065).</param>
    /// <param name="patience">For all of it.</param>
    public static async Task<TurnResult> AllocateAsync(string url, string name, string password, TimeSpan patience, CancellationToken ct)
    {
        if (!TurnAddress.TryParse(url, out var address)) return new(TurnOutcome.NotAnAddress);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            if (await address.ResolveAsync(limit.Token).ConfigureAwait(false) is not { } endpoint) return new(TurnOutcome.UnknownHost);
            var path = await TurnPath.ConnectAsync(endpoint, address, limit.Token).ConfigureAwait(false);
            await using (path.ConfigureAwait(false)) return await AllocateAsync(path, name, password, limit.Token).ConfigureAwait(false);
        }
        catch (AuthenticationException)
        {
            return new(TurnOutcome.NotTrusted);
        }
        catch (Exception gone) when (TurnPath.IsNetworks(gone) || (gone is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(TurnOutcome.Unreachable);
        }
    }

    private static async Task<TurnResult> AllocateAsync(TurnPath path, string name, string password, CancellationToken ct)
    {
        TurnCredential? credential = null;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var request = new byte[StunMessage.MaxLength];
            var length = TurnWriter.AllocateRequest(request, NewId(), credential);
            var since = TimeProvider.System.GetTimestamp();
            var answer = Read(await path.AskAsync(request.AsMemory(0, length), ct).ConfigureAwait(false));
            if (answer.Relayed is { } relayed)
            {
                var took = TimeProvider.System.GetElapsedTime(since);
                length = TurnWriter.RefreshRequest(request, NewId(), 0, credential);
                await path.AskAsync(request.AsMemory(0, length), ct).ConfigureAwait(false);
                return new(TurnOutcome.Allocated, RoundTrip: took, Relayed: relayed);
            }
            var asksForCredentials = answer.Code == Unauthorized && credential is null;
            if (!(asksForCredentials || answer.Code == StaleNonce) || answer.Realm is null) return new(TurnOutcome.Refused, answer.Code);
            credential = new(name, password, answer.Realm, answer.Nonce);
        }
        return new(TurnOutcome.Refused, StaleNonce);
    }

    private static (int Code, string? Realm, byte[] Nonce, IPEndPoint? Relayed) Read(byte[] datagram)
    {
        if (!StunMessage.TryParse(datagram, out var message)) return default;
        var realm = message.TryGet(StunAttribute.Realm, out var text) ? Encoding.UTF8.GetString(text) : null;
        var nonce = message.TryGet(StunAttribute.Nonce, out var bytes) ? bytes.ToArray() : [];
        Span<byte> address = stackalloc byte[16];
        var relayed = message.Type == StunType.AllocateSuccess && message.TryGetAddress(StunAttribute.XorRelayedAddress, address, out var length, out var port)
            ? new IPEndPoint(new IPAddress(address[..length]), port)
            : null;
        return (message.ErrorCode ?? 0, realm, nonce, relayed);
    }

    private static byte[] NewId() => RandomNumberGenerator.GetBytes(StunMessage.TransactionIdLength);
}
