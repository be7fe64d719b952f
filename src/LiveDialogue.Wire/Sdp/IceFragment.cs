using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LiveDialogue.Wire.Sdp;

/// <summary>
/// What WHIP and WHEP send in a PATCH (<c>application/trickle-ice-sdpfrag</c>, RFC 8840 §9): credentials, and candidates per m-line.
/// </summary>
public sealed record IceFragment
{
    public const string MediaType = "application/trickle-ice-sdpfrag";

    /// <summary>Null when absent. One that differs from the session's asks for an ICE restart.</summary>
    public string? IceUfrag { get; init; }
    public string? IcePwd { get; init; }
    public bool IsIceLite { get; init; }
    public IReadOnlyList<IceFragmentMedia> Media { get; init; } = [];

    /// <summary>Reads a fragment with the leniency and limits of <see cref="SessionDescription.TryParse"/>; credentials may stand at either level.</summary>
    /// <param name="error">On false: one English sentence.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out IceFragment? fragment, [NotNullWhen(false)] out string? error)
    {
        fragment = null;
        var lines = new SdpLines(text);
        var session = new SdpSection();
        var sections = new List<SdpSection>();
        while (lines.MoveNext())
        {
            if (lines.Kind == 'm')
            {
                if (sections.Count == SdpText.MaxMedia) lines.Fail("is an m-line too many");
                else if (SdpSection.TryStart(lines.Value, session, out var section)) sections.Add(section);
                else lines.Fail("is no m-line we can read");
            }
            else if (lines.Kind == 'a' && (sections.Count == 0 ? session : sections[^1]).Take(lines.Value) is { } fault)
            {
                lines.Fail(fault);
            }
        }
        error = lines.Error;
        if (error is not null) return false;

        var media = sections.ConvertAll(section => section.ToMedia(session));
        var withCredentials = media.Find(m => m.IceUfrag is not null) ?? (sections.Count == 0 ? session.ToMedia(session) : null);
        fragment = new IceFragment
        {
            IceUfrag = withCredentials?.IceUfrag,
            IcePwd = withCredentials?.IcePwd,
            IsIceLite = session.IsIceLite,
            Media = media.ConvertAll(m => new IceFragmentMedia(m.Kind, m.Mid) { Candidates = m.Candidates, EndOfCandidates = m.EndOfCandidates }),
        };
        return true;
    }

    /// <returns>The fragment as text, with CRLF.</returns>
    public static string Write(IceFragment fragment)
    {
        var text = new StringBuilder();
        if (fragment.IsIceLite) SdpWriter.Line(text, "a=ice-lite");
        if (fragment.IceUfrag is { } ufrag) SdpWriter.Line(text, $"a=ice-ufrag:{ufrag}");
        if (fragment.IcePwd is { } password) SdpWriter.Line(text, $"a=ice-pwd:{password}");
        foreach (var media in fragment.Media)
        {
            // Only the kind matters: protocol and format stand in for the real m-line's (RFC 8840 §4.4).
            SdpWriter.Line(text, $"m={media.Kind} 9 RTP/AVP 0");
            if (media.Mid.Length > 0) SdpWriter.Line(text, $"a=mid:{media.Mid}");
            foreach (var candidate in media.Candidates) SdpWriter.Line(text, $"a=candidate:{candidate}");
            if (media.EndOfCandidates) SdpWriter.Line(text, "a=end-of-candidates");
        }
        return text.ToString();
    }
}

/// <summary>The candidates of one m-line, known by its mid.</summary>
public sealed record IceFragmentMedia(string Kind, string Mid)
{
    public IReadOnlyList<IceCandidate> Candidates { get; init; } = [];
    public bool EndOfCandidates { get; init; }
}
