using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// Puts the encoder's streams together and gives them to the outputs: exact times again, and one continuous program whatever happens to
/// the encoder. What a new encoder makes a second time is dropped here. Thread-safe; outputs are called one at a time.
/// </summary>
internal sealed class EncodedHub(int framesPerSecond, DateTimeOffset epoch, ILogger log)
{
    private static readonly int TrackCount = VideoLayer.All.Count + SoundTrack.All.Count;

    private readonly Lock _gate = new();
    private readonly List<IUnitOutput> _outputs = [];
    private readonly List<EncodedUnit> _early = [];
    private readonly TrackHeader?[] _headers = new TrackHeader?[TrackCount];
    private readonly long[] _last = [-1, -1, -1, -2, -2];
    private readonly bool[] _needsKeyframe = new bool[TrackCount];
    private ProgramHeaders? _program;
    private int _encoder;

    /// <summary>Raised on any thread when all layers of a tick are out.</summary>
    public event Action<long>? Confirmed;

    public EncodedPosition Position
    {
        get { lock (_gate) return new(Math.Min(_last[0], Math.Min(_last[1], _last[2])), Math.Max(_last[0], Math.Max(_last[1], _last[2])), Math.Min(_last[3], _last[4])); }
    }

    /// <summary>All streams' headers have come: outputs have begun.</summary>
    public bool HasBegun
    {
        get { lock (_gate) return _program is not null; }
    }

    /// <summary>An encoder begins. What others still say is ignored from now on.</summary>
    public IElementaryStreams Connect()
    {
        lock (_gate)
        {
            _needsKeyframe.AsSpan(0, VideoLayer.All.Count).Fill(true);
            return new Streams(this, ++_encoder);
        }
    }

    public void Add(IUnitOutput output)
    {
        lock (_gate)
        {
            _outputs.Add(output);
            if (_program is { } headers) Guarded(output, () => output.Begin(headers));
        }
    }

    public void Remove(IUnitOutput output)
    {
        lock (_gate) _outputs.Remove(output);
    }

    private void Header(int encoder, EncodedTrack track, ReadOnlyMemory<byte> configuration)
    {
        lock (_gate)
        {
            if (encoder != _encoder || (_headers[(int)track] is { } known && known.Configuration.Span.SequenceEqual(configuration.Span))) return;

            _headers[(int)track] = HeaderOf(track, configuration);
            if (Array.Exists(_headers, header => header is null)) return;

            _program = new([.. _headers.OfType<TrackHeader>()], epoch, framesPerSecond);
            foreach (var output in _outputs) Guarded(output, () => output.Begin(_program));
            foreach (var unit in _early) Give(unit);
            _early.Clear();
        }
    }

    private void Unit(int encoder, EncodedTrack track, TimeSpan rounded, bool isKeyframe, ReadOnlyMemory<byte> bytes)
    {
        var isVideo = (int)track < VideoLayer.All.Count;
        long confirmed;
        lock (_gate)
        {
            if (encoder != _encoder) return;

            var number = isVideo ? ProgramTime.TickAt(rounded, framesPerSecond) : ProgramTime.AacFrameAt(rounded);
            if (number <= _last[(int)track] || (_needsKeyframe[(int)track] && !isKeyframe)) return;

            (_last[(int)track], _needsKeyframe[(int)track]) = (number, false);
            var unit = new EncodedUnit(track, isVideo ? ProgramTime.OfTick(number, framesPerSecond) : ProgramTime.OfAacFrame(number), isKeyframe, bytes);
            if (_program is null) _early.Add(unit);
            else Give(unit);
            confirmed = Math.Min(_last[0], Math.Min(_last[1], _last[2]));
        }
        if (isVideo) Confirmed?.Invoke(confirmed);
    }

    private void Give(in EncodedUnit unit)
    {
        foreach (var output in _outputs)
        {
            try
            {
                output.Add(unit);
            }
#pragma warning disable CA1031 // an output's fault is its own, the others go on
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Log.OutputFaulted(log, output.Status.Id, fault);
            }
        }
    }

    private void Guarded(IUnitOutput output, Action call)
    {
        try
        {
            call();
        }
#pragma warning disable CA1031 // as above
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.OutputFaulted(log, output.Status.Id, fault);
        }
    }

    private static TrackHeader HeaderOf(EncodedTrack track, ReadOnlyMemory<byte> configuration)
    {
        var layer = VideoLayer.All.FirstOrDefault(l => l.Track == track);
        return layer is not null
            ? new(track, configuration, layer.Width, layer.Height, layer.BitsPerSecond)
            : new(track, configuration, 0, 0, SoundTrack.All.First(s => s.Track == track).BitsPerSecond);
    }

    private sealed class Streams(EncodedHub hub, int encoder) : IElementaryStreams
    {
        public void Header(EncodedTrack track, ReadOnlyMemory<byte> configuration) => hub.Header(encoder, track, configuration);

        public void Unit(EncodedTrack track, TimeSpan time, bool isKeyframe, ReadOnlyMemory<byte> bytes) => hub.Unit(encoder, track, time, isKeyframe, bytes);
    }
}
