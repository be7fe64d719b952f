namespace LiveDialogue.Wire.Sdp;

/// <summary>
/// The layers of an m-line in their writer's order (RFC 8853 §5.1). Of alternatives (<c>a,b</c>) the first is taken, since we support all the
/// codecs we accept; a layer that begins paused (<c>~</c>) is one like the others.
/// </summary>
/// <param name="Send">Rids from the writer of the description to its reader.</param>
public sealed record SimulcastDescription(IReadOnlyList<string> Send, IReadOnlyList<string> Receive)
{
    internal static SimulcastDescription? Parse(ReadOnlySpan<char> text)
    {
        List<string> send = [], receive = [];
        while (!(text = text.TrimStart(' ')).IsEmpty)
        {
            var direction = SdpText.TakeWord(ref text);
            if (direction is not ("send" or "recv")) return null;
            var streams = SdpText.TakeWord(ref text);
            if (streams.StartsWith("rid=", StringComparison.Ordinal)) streams = streams["rid=".Length..];     // Firefox before 63

            var rids = direction is "send" ? send : receive;
            foreach (var range in streams.Split(';'))
            {
                var stream = streams[range];
                if (stream.IndexOf(',') is >= 0 and var comma) stream = stream[..comma];
                stream = stream.TrimStart('~');
                if (!SdpText.IsRid(stream)) return null;
                rids.Add(stream.ToString());
            }
        }
        return send.Count + receive.Count > 0 ? new(send, receive) : null;
    }
}
