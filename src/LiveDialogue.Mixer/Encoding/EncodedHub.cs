using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// Puts the encoder's streams together and gives them to the outputs: exact times again, and one continuous program whatever happens to
/// the encoder. What a new encoder makes a second time is dropped here. Thread-safe; outputs are called one at a time.
/// </summary>
internal sealed class EncodedHub(int framesPerSecond, DateTimeOffset epoch, ILogger log)
{
    /// <summary>Units kept while a track's header is missing: seconds, and a few megabytes. What is more begins anew at a keyframe.</summary>
    public const int MostEarly = 1024;

    private static readonly int TrackCount = VideoLayer.All.Count + SoundTrack.All.Count;

    private readonly Lock _gate = new();
    private readonly List<IUnitOutput> _outputs = [];
    private readonly List<EncodedUnit> _early = [];
    private readonly TrackHeader?[] _headers = new TrackHeader?[TrackCount];
    private readonly long[] _last = [-1, -1, -1, -2, -2];
    private readonly bool[] _needsKeyframe = new bool[TrackCount];
    private DateTimeOffset _epoch = epoch;
    private (TimeSpan From, TimeSpan By)? _shift;
    private ProgramHeaders? _program;
    private int _encoder;

    /// <summary>
    /// Raised on any thread when all layers of a tick are out. Not before <see cref="HasBegun"/>: an encoder that lacks a stream gives nothing, and
    /// is replaced for its silence.
    /// </summary>
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
            NeedKeyframes();
            if (_program is null)
            {
                // Nobody got anything of the one before: what it made is made again.
                _early.Clear();
                Array.Clear(_headers);
                for (var track = 0; track < TrackCount; track++) _last[track] = track < VideoLayer.All.Count ? -1 : -2;
            }
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

    /// <summary>From a moment of the program on, its clock's zero is at a later hour: outputs begin anew there, since their times don't.</summary>
    public void Shift(TimeSpan from, TimeSpan by)
    {
        lock (_gate) _shift = (from, by + (_shift?.By ?? TimeSpan.Zero));
    }

    private void Header(int encoder, EncodedTrack track, ReadOnlyMemory<byte> configuration)
    {
        long confirmed;
        lock (_gate)
        {
            if (encoder != _encoder || (_headers[(int)track] is { } known && known.Configuration.Span.SequenceEqual(configuration.Span))) return;

            _headers[(int)track] = HeaderOf(track, configuration);
            if (Array.Exists(_headers, header => header is null)) return;

            Begin(new([.. _headers.OfType<TrackHeader>()], _epoch, framesPerSecond));
            foreach (var unit in _early) Give(unit);
            _early.Clear();
            confirmed = _last.AsSpan(0, VideoLayer.All.Count).ToArray().Min();
        }
        if (confirmed >= 0) Confirmed?.Invoke(confirmed);
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
            if (isVideo) ShiftAt(unit.Time);
            if (_program is null)
            {
                Keep(unit);
                return;
            }
            Give(unit);
            confirmed = Math.Min(_last[0], Math.Min(_last[1], _last[2]));
        }
        if (isVideo) Confirmed?.Invoke(confirmed);
    }

    private void Begin(ProgramHeaders headers)
    {
        _program = headers;
        foreach (var output in _outputs) Guarded(output, () => output.Begin(headers));
    }

    private void Keep(in EncodedUnit unit)
    {
        if (_early.Count < MostEarly)
        {
            _early.Add(unit);
            return;
        }
        _early.Clear();
        NeedKeyframes();
        Log.HeaderMissing(log, string.Join(", ", Enum.GetValues<EncodedTrack>().Where(track => _headers[(int)track] is null)), MostEarly);
    }

    private void ShiftAt(TimeSpan time)
    {
        if (_shift is not { } shift || time < shift.From) return;
        (_shift, _epoch) = (null, _epoch + shift.By);
        if (_program is { } program) Begin(program with { Epoch = _epoch });
    }

    private void NeedKeyframes() => _needsKeyframe.AsSpan(0, VideoLayer.All.Count).Fill(true);

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
