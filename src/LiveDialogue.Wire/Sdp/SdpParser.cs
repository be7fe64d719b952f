using System.Diagnostics.CodeAnalysis;

namespace LiveDialogue.Wire.Sdp;

/// <summary>Reads a whole description: the session's lines here, each m-line's in a <see cref="SdpSection"/>.</summary>
internal static class SdpParser
{
    public static bool TryParse(string text, [NotNullWhen(true)] out SessionDescription? description, [NotNullWhen(false)] out string? error)
    {
        description = null;
        var lines = new SdpLines(text);
        if (!lines.MoveNext() || lines.Kind != 'v' || lines.Value is not "0")
        {
            error = lines.Error ?? "The description does not begin with v=0.";
            return false;
        }

        var origin = "- 0 0 IN IP4 127.0.0.1";
        var session = new SdpSection();
        var sections = new List<SdpSection>();
        while (lines.MoveNext())
        {
            switch (lines.Kind)
            {
                case 'o' when sections.Count == 0:
                    origin = lines.Value.ToString();
                    break;
                case 'm' when sections.Count == SdpText.MaxMedia:
                    lines.Fail("is an m-line too many");
                    break;
                case 'm' when SdpSection.TryStart(lines.Value, session, out var section):
                    sections.Add(section);
                    break;
                case 'm':
                    lines.Fail("is no m-line we can read");
                    break;
                case 'a' when (sections.Count == 0 ? session : sections[^1]).Take(lines.Value) is { } fault:
                    lines.Fail(fault);
                    break;
                default:                                    // s=, t=, c=, b= and the like: nothing WebRTC needs
                    break;
            }
        }

        error = lines.Error ?? DoubleMid(sections);
        if (error is not null) return false;

        description = new SessionDescription
        {
            Origin = origin,
            BundleMids = session.BundleMids,
            IsIceLite = session.IsIceLite,
            // It may stand on every m-line instead (RFC 8285 §6).
            ExtMapAllowMixed = session.ExtMapAllowMixed || (sections.Count > 0 && sections.TrueForAll(section => section.ExtMapAllowMixed)),
            Attributes = session.Attributes,
            Media = sections.ConvertAll(section => section.ToMedia(session)),
        };
        return true;
    }

    private static string? DoubleMid(List<SdpSection> sections)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            if (section.Mid.Length > 0 && !seen.Add(section.Mid)) return $"Two m-lines have the mid {section.Mid}.";
        }
        return null;
    }
}
