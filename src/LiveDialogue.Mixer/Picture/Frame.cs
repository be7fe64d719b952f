using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Picture;

/// <summary>A pooled picture that several hold: the last to release it gives it back. Read-only once handed on.</summary>
internal sealed class Frame
{
    private readonly FramePool _pool;
    private int _holds;

    internal Frame(FramePool pool, I420Picture picture) => (_pool, Picture) = (pool, picture);

    public I420Picture Picture { get; }

    public int Width => Picture.Width;

    public int Height => Picture.Height;

    public void Hold() => Interlocked.Increment(ref _holds);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0) _pool.Return(this);
    }

    internal void Rent() => _holds = 1;
}
