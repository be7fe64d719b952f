namespace LiveDialogue.Simulator.Transport;

/// <summary>How often a peer asks for consent, and how long it goes without (RFC 7675).</summary>
internal sealed record ConsentPace(TimeSpan Interval, TimeSpan Patience)
{
    /// <summary>Twice a second: a server that was killed is missed soon.</summary>
    internal static ConsentPace Watchful { get; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2.5));

    /// <summary>As Chromium's, so that a measurement has a browser's checks and not four times as many.</summary>
    internal static ConsentPace Browser { get; } = new(TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(15));
}
