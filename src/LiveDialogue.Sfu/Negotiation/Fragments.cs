using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>The fragments of WHIP's and WHEP's PATCH (RFC 8840, RFC 9725 §4.3).</summary>
internal static class Fragments
{
    /// <returns>The client's ufrag; empty when the fragment has none; null when it isn't one, or has a ufrag without a password.</returns>
    public static string? ReadUfrag(string fragment) => IceFragment.TryParse(fragment, out var parsed, out _) && parsed.IceUfrag is null == parsed.IcePwd is null ? parsed.IceUfrag ?? "" : null;

    /// <summary>Our side of an ICE restart: new credentials, the same addresses.</summary>
    public static string Answer(IceCredentials ice, NegotiatedMedia tagged, IReadOnlyList<OfferedAddress> addresses) => IceFragment.Write(new IceFragment
    {
        IsIceLite = true,
        IceUfrag = ice.Ufrag,
        IcePwd = ice.Password,
        Media = [new IceFragmentMedia(tagged.Kind == MediaKind.Audio ? "audio" : "video", tagged.Mid) { Candidates = AnswerMedia.Candidates(addresses), EndOfCandidates = true }],
    });
}
