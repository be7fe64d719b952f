namespace LiveDialogue.Sfu.Peers;

/// <summary>What the tap's user wants of one source: written by any thread, read by the shard at its next look.</summary>
internal sealed class TapWish
{
    private volatile int _pixels = 1;
    private int _keyframe;

    /// <summary>See <see cref="Stages.ITap.Want"/>. Until told: the smallest layer there is.</summary>
    public int Pixels
    {
        get => _pixels;
        set => _pixels = value;
    }

    public void WantKeyframe() => Volatile.Write(ref _keyframe, 1);

    public bool TakeKeyframe() => Volatile.Read(ref _keyframe) != 0 && Interlocked.Exchange(ref _keyframe, 0) != 0;
}
