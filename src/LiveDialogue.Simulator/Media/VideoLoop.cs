using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Media;

/// <summary>Prepared VP8 frames, played at their rate and over again. Asked for a keyframe, it jumps ahead to the next one it has.</summary>
internal sealed class VideoLoop : IVideoSource
{
    private const int ClockRate = 90_000;
    private readonly IReadOnlyList<byte[]> _frames;
    private readonly double _framesPerSecond;
    private MonoTime? _start;
    private long _sent;
    private int _position;

    /// <param name="frames">The first is a keyframe.</param>
    internal VideoLoop(IReadOnlyList<byte[]> frames, double framesPerSecond) => (_frames, _framesPerSecond) = (frames, framesPerSecond);

    public MonoTime NextDue => _start is { } start ? start + TimeSpan.FromSeconds(_sent / _framesPerSecond) : default;

    /// <exception cref="InvalidDataException">Not an IVF file of VP8 frames that begins with a keyframe.</exception>
    internal static VideoLoop FromIvf(ReadOnlySpan<byte> file)
    {
        if (!IvfFile.TryReadHeader(file, out var framesPerSecond)) throw new InvalidDataException("The picture isn't an IVF file with VP8.");
        var frames = new List<byte[]>();
        var rest = file[IvfFile.HeaderLength..];
        while (rest.Length > IvfFile.FrameHeaderLength)
        {
            var length = IvfFile.ReadFrameLength(rest);
            if (length < 0 || rest.Length < IvfFile.FrameHeaderLength + length) break;
            frames.Add(rest.Slice(IvfFile.FrameHeaderLength, length).ToArray());
            rest = rest[(IvfFile.FrameHeaderLength + length)..];
        }
        if (frames.Count == 0 || !IvfFile.IsKeyframe(frames[0])) throw new InvalidDataException("The picture doesn't begin with a keyframe.");
        return new(frames, framesPerSecond);
    }

    public bool TryNext(MonoTime now, out VideoFrame frame)
    {
        frame = default;
        _start ??= now;
        if (now < NextDue) return false;

        var data = _frames[_position];
        frame = new(data, IvfFile.IsKeyframe(data), (uint)(_sent * ClockRate / _framesPerSecond));
        _position = (_position + 1) % _frames.Count;
        _sent++;
        return true;
    }

    public void WantKeyframe()
    {
        while (!IvfFile.IsKeyframe(_frames[_position])) _position = (_position + 1) % _frames.Count;
    }
}
