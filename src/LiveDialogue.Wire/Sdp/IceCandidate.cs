namespace LiveDialogue.Wire.Sdp;

/// <summary>An address ICE may try (RFC 8839 §5.1).</summary>
/// <param name="Component">1 for RTP, with RTCP multiplexed.</param>
/// <param name="Transport"><c>udp</c> or <c>tcp</c>, as written.</param>
/// <param name="Address">IPv4, IPv6 or a name; browsers hide theirs behind <c>….local</c>.</param>
/// <param name="Type"><c>host</c>, <c>srflx</c>, <c>prflx</c> or <c>relay</c>.</param>
/// <param name="Rest">What follows the type, such as <c>raddr 0.0.0.0 rport 0</c>; null for nothing.</param>
public sealed record IceCandidate(
    string Foundation, int Component, string Transport, uint Priority, string Address, ushort Port, string Type, string? Rest = null)
{
    /// <returns>The value of an <c>a=candidate</c> line.</returns>
    public override string ToString() =>
        $"{Foundation} {Component} {Transport} {Priority} {Address} {Port} typ {Type}{(Rest is null ? "" : " " + Rest)}";

    /// <returns>Null when malformed.</returns>
    public static IceCandidate? Parse(ReadOnlySpan<char> text)
    {
        var foundation = SdpText.TakeWord(ref text);
        var component = SdpText.TakeWord(ref text);
        var transport = SdpText.TakeWord(ref text);
        var priority = SdpText.TakeWord(ref text);
        var address = SdpText.TakeWord(ref text);
        var port = SdpText.TakeWord(ref text);
        var keyword = SdpText.TakeWord(ref text);
        var type = SdpText.TakeWord(ref text);

        if (foundation.Length is 0 or > 32 || !SdpText.IsIce(foundation) || !SdpText.IsToken(transport) || address.IsEmpty) return null;
        if (!SdpText.TryNumber(component, 256, out var componentNumber) || componentNumber == 0) return null;
        if (!SdpText.TryNumber(priority, uint.MaxValue, out uint priorityNumber) || !SdpText.TryNumber(port, ushort.MaxValue, out var portNumber)) return null;
        if (keyword is not "typ" || !SdpText.IsToken(type)) return null;

        return new(
            foundation.ToString(), componentNumber, transport.ToString(), priorityNumber,
            address.ToString(), (ushort)portNumber, type.ToString(), text.IsEmpty ? null : text.ToString());
    }
}
