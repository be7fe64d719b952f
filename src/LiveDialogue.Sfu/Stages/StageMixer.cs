using LiveDialogue.Sfu.Peers;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Stages;

/// <summary>The mixer's ends on one stage: the taps it listens at and the program it sends. Guarded by the stage's lock.</summary>
internal sealed class StageMixer(IStageNode node)
{
    private readonly List<StageTap> _taps = [];
    private ProgramFeed? _program;

    /// <summary>Whether the audience sees the program now; changes by <see cref="Update"/> alone.</summary>
    public bool ShowsProgram { get; private set; }

    /// <summary>Whether the audience must see nobody but the program; changes by <see cref="Update"/> alone.</summary>
    public bool IsExclusive { get; private set; }

    public void Add(StageTap tap) => _taps.Add(tap);

    public void Remove(StageTap tap)
    {
        if (_taps.Remove(tap)) tap.End();
    }

    /// <summary>The program's new feed; the one before is over.</summary>
    public void Add(ProgramFeed program)
    {
        if (_program is { } older) Leave(older);
        _program = program;
    }

    public void Remove(ProgramFeed program)
    {
        if (ReferenceEquals(_program, program)) _program = null;
        Leave(program);
    }

    /// <returns>Whether what the audience is to see has changed.</returns>
    public bool Update(MonoTime now)
    {
        var shows = _program is { } program && program.Flows(now);
        var exclusive = _program is { IsExclusive: true };
        if ((shows, exclusive) == (ShowsProgram, IsExclusive)) return false;
        (ShowsProgram, IsExclusive) = (shows, exclusive);
        return true;
    }

    public Feed? FeedOf(MediaKind kind) => kind == MediaKind.Video ? _program?.Picture : _program?.Sound;

    public void Assign(IReadOnlyList<StagePublisher> onStage)
    {
        foreach (var tap in _taps) tap.Assign(onStage);
    }

    public void Close()
    {
        foreach (var tap in _taps) tap.End();
        _taps.Clear();
        if (_program is { } program) Leave(program);
        _program = null;
    }

    private void Leave(ProgramFeed program) => node.Tell(program.Shard, (forwarding, now) => forwarding.Leave(program, now));
}
