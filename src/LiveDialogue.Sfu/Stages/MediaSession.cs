using System.Security.Cryptography;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Negotiation;
using LiveDialogue.Sfu.Peers;

namespace LiveDialogue.Sfu.Stages;

/// <summary>What HTTP needs to know of a session: where it lives and which ICE it is in. Thread-safe.</summary>
internal sealed class MediaSession(SessionId id, MediaStage stage, int shard, Negotiated.Accepted negotiated)
{
    private readonly Lock _gate = new();
    private readonly NegotiatedMedia _first = negotiated.Media[0];    // not all of it: the answer's text would stay as long as the session
    private IceState _state = new(negotiated.ClientUfrag, NewETag());

    public SessionId Id => id;

    public MediaStage Stage => stage;

    public int Shard => shard;

    public required PathGauge Path { get; init; }

    public string ETag
    {
        get { lock (_gate) return _state.ETag; }
    }

    /// <summary>A trickled fragment, or an ICE restart (RFC 9725 §4.3.2, §4.3.3).</summary>
    /// <param name="restart">Told the new credentials before the answer is given.</param>
    public Admission Patch(string fragment, string ifMatch, IReadOnlyList<OfferedAddress> candidates, Action<IceCredentials> restart)
    {
        if (Fragments.ReadUfrag(fragment) is not { } offered) return new Admission.Refused(RefusalReason.MalformedOffer, "Not an SDP fragment with ICE credentials.");
        lock (_gate)
        {
            if (ifMatch != "*" && ifMatch != _state.ETag) return new Admission.Refused(RefusalReason.StaleIce, "The session's ICE was restarted since.");
            // The answer to a restart was lost, as happens where the network changes: the same again, so that asking again is safe.
            if (ifMatch == "*" && offered == _state.ClientUfrag && _state.Answer is { } known) return new Admission.Accepted(id, known, _state.ETag);
            if (offered.Length == 0 || offered == _state.ClientUfrag) return new Admission.Accepted(id, "", _state.ETag);

            var fresh = IceCredentials.Random();
            _state = new(offered, NewETag()) { Answer = Fragments.Answer(fresh, _first, candidates) };
            restart(fresh);
            return new Admission.Accepted(id, _state.Answer, _state.ETag);
        }
    }

    private static string NewETag() => $"\"{RandomNumberGenerator.GetHexString(16, lowercase: true)}\"";

    private sealed record IceState(string ClientUfrag, string ETag)
    {
        /// <summary>To the restart that began it; null of the session's first.</summary>
        public string? Answer { get; init; }
    }
}
