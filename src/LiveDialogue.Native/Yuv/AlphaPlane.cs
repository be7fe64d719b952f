using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Yuv;

/// <summary>How opaque each pixel of a picture is, 0 to 255, in aligned native memory, rows without gaps. Its bytes are undefined until written.</summary>
public sealed unsafe class AlphaPlane : SafeHandle
{
    private const nuint Alignment = 64;

    /// <param name="width">Even, 2 to 4096.</param>
    /// <param name="height">Even, 2 to 4096.</param>
    public AlphaPlane(int width, int height) : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(I420Picture.IsSize(width) && I420Picture.IsSize(height), true, nameof(width));
        (Width, Height) = (width, height);
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)(width * height), Alignment));
        NativeHandles.Made();
    }

    public int Width { get; }

    public int Height { get; }

    public override bool IsInvalid => handle == 0;

    public Span<byte> Bytes => new(Pointer, Width * Height);

    internal byte* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (byte*)handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        NativeHandles.Freed();
        return true;
    }
}
