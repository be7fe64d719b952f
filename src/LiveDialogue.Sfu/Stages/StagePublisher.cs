using LiveDialogue.Sfu.Peers;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Stages;

/// <summary>One person who publishes, across their sessions. Guarded by the stage's lock.</summary>
internal sealed class StagePublisher(PublisherId id)
{
    private static readonly TimeSpan SilentAfter = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan AudioStopsAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan VideoStopsAfter = TimeSpan.FromSeconds(2);
    // Slides rest: a browser repeats a screen that doesn't change about once a second.
    private static readonly TimeSpan ScreenStopsAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LoudnessIsStaleAfter = TimeSpan.FromMilliseconds(300);

    public PublisherId Id => id;

    public PublisherGate Gate { get; } = new(id);

    /// <summary>The connected session; the one whose media is forwarded.</summary>
    public PublisherSession? Current { get; set; }

    /// <summary>Accepted, not connected yet; takes over when it is.</summary>
    public PublisherSession? Pending { get; set; }

    /// <summary>What the observer was told last.</summary>
    public PublisherStatus Told { get; set; } = new(id, default, LinkState.Gone, AudioFlows: false, VideoFlows: false);

    /// <summary>The slots were last assigned with a screen of theirs.</summary>
    public bool SharedScreen { get; set; }

    public PublisherStatus StatusAt(MonoTime now)
    {
        if (Current is not { } current)
        {
            return Pending is { } pending
                ? new(id, pending.Session, LinkState.Connecting, AudioFlows: false, VideoFlows: false)
                : new(id, default, LinkState.Gone, AudioFlows: false, VideoFlows: false);
        }
        var last = current.ConnectedAt;
        foreach (var feed in current.Feeds)
            if (feed.LastPacket > last) last = feed.LastPacket;
        return new(
            id, current.Session, now - last > SilentAfter ? LinkState.Silent : LinkState.Connected,
            Flows(current.Feed(MediaKind.Audio), AudioStopsAfter, now), Flows(current.Feed(MediaKind.Video), VideoStopsAfter, now));
    }

    /// <summary>dB above silence; 0 while muted by the stage or nothing comes.</summary>
    public int LoudnessAt(MonoTime now) =>
        Gate.Allows(MediaKind.Audio) && Current?.Feed(MediaKind.Audio) is { } audio && now - audio.LastPacket <= LoudnessIsStaleAfter ? audio.Loudness : 0;

    public StageCandidate CandidateAt(MonoTime now) =>
        new(id, Gate.IsOnAir, Current?.Feed(MediaKind.Audio) is not null, Current?.Feed(MediaKind.Video) is not null, LoudnessAt(now))
        {
            HasScreen = SharesScreenAt(now),
        };

    /// <summary>A page offers the line of the screen with the camera's, long before anything is shared: only what flows takes a slot.</summary>
    public bool SharesScreenAt(MonoTime now) => Flows(Current?.Feed(TapSource.Screen), ScreenStopsAfter, now);

    private static bool Flows(Feed? feed, TimeSpan within, MonoTime now) =>
        feed is not null && feed.LastPacket != default && now - feed.LastPacket <= within;
}

/// <summary>One WHIP session of a publisher, with the tracks it brings.</summary>
internal sealed record PublisherSession(SessionId Session, IReadOnlyList<Feed> Feeds)
{
    public MonoTime ConnectedAt { get; set; }

    /// <summary>The first track of a kind: the microphone, the camera. A second one of video is the shared screen; what more there is isn't shown.</summary>
    public Feed? Feed(MediaKind kind)
    {
        foreach (var feed in Feeds)
            if (feed.Kind == kind) return feed;
        return null;
    }

    public Feed? Feed(TapSource source)
    {
        if (source != TapSource.Screen) return Feed(source == TapSource.Voice ? MediaKind.Audio : MediaKind.Video);
        var camera = Feed(MediaKind.Video);
        foreach (var feed in Feeds)
            if (feed.Kind == MediaKind.Video && !ReferenceEquals(feed, camera)) return feed;
        return null;
    }
}
