using System.Threading.Channels;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Demo;

/// <summary>Frames as an encoder's pipe gives them. A keyframe can't be asked for, but one comes each second.</summary>
internal sealed class PipedVideo(IMonoClock clock) : IVideoSource
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private readonly Channel<(byte[] Data, MonoTime Drawn)> _frames = Channel.CreateBounded<(byte[] Data, MonoTime Drawn)>(
        new BoundedChannelOptions(20) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true }); // a stalled peer misses the past
    private static readonly TimeSpan TooOld = TimeSpan.FromMilliseconds(500);
    private bool _needsKeyframe = true;

    public MonoTime NextDue { get; private set; }

    /// <summary>Until the pipe ends.</summary>
    /// <exception cref="InvalidDataException">It isn't IVF.</exception>
    internal async Task ReadAsync(Stream pipe, CancellationToken ct)
    {
        var header = new byte[IvfFile.HeaderLength];
        await pipe.ReadExactlyAsync(header, ct);
        if (!IvfFile.TryReadHeader(header, out _)) throw new InvalidDataException("The encoder's output isn't IVF with VP8.");
        var frameHeader = new byte[IvfFile.FrameHeaderLength];
        while (await pipe.ReadAtLeastAsync(frameHeader, frameHeader.Length, throwOnEndOfStream: false, ct) == frameHeader.Length)
        {
            var length = IvfFile.ReadFrameLength(frameHeader);
            if (length < 0) throw new InvalidDataException("The encoder's output has a frame of no length.");
            var frame = new byte[length];
            await pipe.ReadExactlyAsync(frame, ct);
            _frames.Writer.TryWrite((frame, clock.Now));
        }
    }

    public bool TryNext(MonoTime now, out VideoFrame frame)
    {
        while (_frames.Reader.TryRead(out var next))
        {
            var isKeyframe = IvfFile.IsKeyframe(next.Data);
            _needsKeyframe = (_needsKeyframe && !isKeyframe) || now - next.Drawn > TooOld; // drawn while nobody was connected
            if (_needsKeyframe) continue;
            frame = new(next.Data, isKeyframe, (uint)(next.Drawn.Microseconds * 9 / 100));
            return true;
        }
        frame = default;
        NextDue = now + PollInterval;
        return false;
    }

    public void WantKeyframe()
    {
        // Within a second one comes by itself; what leads to it is sent as usual, for those who can still use it.
    }
}
