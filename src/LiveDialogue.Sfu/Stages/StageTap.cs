using LiveDialogue.Sfu.Peers;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Stages;

/// <summary>What a tap carries, as the stage decides it. Guarded by the stage's lock, but for what its user calls.</summary>
/// <param name="ended">Its user disposed it.</param>
internal sealed class StageTap(Tap tap, IStageNode node, Action<StageTap> ended) : ITap
{
    private static readonly TapSource[] Sources = [TapSource.Voice, TapSource.Camera, TapSource.Screen];
    private readonly Dictionary<(PublisherId Publisher, TapSource Source), Feed> _feeds = [];

    public void Want(PublisherId publisher, TapSource source, int pixels) => tap.Wish(publisher, source).Pixels = pixels;

    public void RequestKeyframe(PublisherId publisher, TapSource source) => tap.Wish(publisher, source).WantKeyframe();

    public void Dispose()
    {
        tap.Silence();
        ended(this);
    }

    /// <summary>Compares what it carries with what those on air send now, and has its shard make up the difference.</summary>
    public void Assign(IReadOnlyList<StagePublisher> onStage)
    {
        var fills = new List<(PublisherId Publisher, TapSource Source, Feed? Feed)>();
        foreach (var (publisher, source) in _feeds.Keys.ToArray())
            if (!onStage.Any(p => p.Id == publisher && FeedOf(p, source) is not null)) fills.Add((publisher, source, null));
        foreach (var publisher in onStage)
        {
            foreach (var source in Sources)
            {
                if (FeedOf(publisher, source) is { } feed && _feeds.GetValueOrDefault((publisher.Id, source)) != feed) fills.Add((publisher.Id, source, feed));
            }
        }
        if (fills.Count == 0) return;

        foreach (var (publisher, source, feed) in fills)
        {
            if (feed is null) _feeds.Remove((publisher, source));
            else _feeds[(publisher, source)] = feed;
        }
        node.Tell(tap.Shard, (_, now) => Fill(fills, now));
    }

    /// <summary>Leaves the shard.</summary>
    public void End()
    {
        tap.Silence();
        node.Tell(tap.Shard, (forwarding, now) => forwarding.Leave(tap, now));
    }

    private void Fill(IEnumerable<(PublisherId Publisher, TapSource Source, Feed? Feed)> fills, MonoTime now)
    {
        foreach (var (publisher, source, feed) in fills) tap.Fill(publisher, source, feed, now);
    }

    private static Feed? FeedOf(StagePublisher publisher, TapSource source) => publisher.Gate.IsOnAir ? publisher.Current?.Feed(source) : null;
}
