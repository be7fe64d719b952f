using LiveDialogue.Mixer.Encoding;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Encoding;

public sealed class EncodedHubTests : IAsyncDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3];
    private readonly EncodedHub _hub = new(30, DateTimeOffset.UnixEpoch, NullLogger.Instance);
    private readonly UnitLog _log = new();

    [Fact]
    public void Outputs_begin_when_all_headers_are_there_and_get_what_came_before()
    {
        _hub.Add(_log);
        var streams = _hub.Connect();
        Begin(streams, except: EncodedTrack.Radio);
        streams.Unit(EncodedTrack.Video720, Milliseconds(1000), true, Bytes);
        Assert.Equal(0, _log.Begins);

        streams.Header(EncodedTrack.Radio, Bytes);
        Assert.Equal(1, _log.Begins);
        Assert.Single(_log.Of(EncodedTrack.Video720));
        Assert.Equal((640, 360, 500_000), (_log.Headers![EncodedTrack.Video360].Width, _log.Headers[EncodedTrack.Video360].Height, _log.Headers[EncodedTrack.Video360].BitsPerSecond)); // begun
    }

    [Fact]
    public void Times_rounded_to_milliseconds_are_exact_again()
    {
        var streams = Begun();
        streams.Unit(EncodedTrack.Video720, Milliseconds(1000), true, Bytes);
        streams.Unit(EncodedTrack.Video720, Milliseconds(1033), false, Bytes);
        streams.Unit(EncodedTrack.Video720, Milliseconds(1067), false, Bytes);
        streams.Unit(EncodedTrack.Audio, Milliseconds(979), true, Bytes);
        streams.Unit(EncodedTrack.Audio, Milliseconds(1000), true, Bytes);
        streams.Unit(EncodedTrack.Audio, Milliseconds(1021), true, Bytes);

        Assert.Equal([0, 3000, 6000], _log.Of(EncodedTrack.Video720).Select(u => (u.Time - ProgramTime.Start).In(90_000)));
        Assert.Equal([-1024, 0, 1024], _log.Of(EncodedTrack.Audio).Select(u => (u.Time - ProgramTime.Start).In(48_000)));
    }

    [Fact]
    public void A_new_encoder_goes_on_where_the_old_one_ended_in_each_layer()
    {
        var old = Begun();
        foreach (var track in Enum.GetValues<EncodedTrack>())
            for (var tick = 0; tick < (track == EncodedTrack.Video720 ? 3 : 4); tick++) old.Unit(track, Milliseconds(1000 + (tick * 33)), tick == 0, Bytes);
        Assert.Equal(new EncodedPosition(2, 3, 5), _hub.Position with { EverySound = 5 });

        var next = _hub.Connect();
        Begin(next);
        for (var tick = 3; tick < 6; tick++)
            foreach (var track in Enum.GetValues<EncodedTrack>().Take(3)) next.Unit(track, Milliseconds(1000 + (tick * 33)), tick is 3 or 4, Bytes);
        old.Unit(EncodedTrack.Video720, Milliseconds(1300), true, Bytes); // too late

        Assert.Equal([0L, 1, 2, 3, 4, 5], Ticks(EncodedTrack.Video720));
        Assert.Equal([0L, 1, 2, 3, 4, 5], Ticks(EncodedTrack.Video360));
        Assert.True(_log.Of(EncodedTrack.Video360)[4].IsKeyframe); // its first from the new encoder
        Assert.Equal(1, _log.Begins);
    }

    [Fact]
    public void One_outputs_fault_is_its_own()
    {
        _hub.Add(new Faulty());
        var streams = Begun();
        streams.Unit(EncodedTrack.Video720, Milliseconds(1000), true, Bytes);
        streams.Unit(EncodedTrack.Video720, Milliseconds(1033), false, Bytes);

        Assert.Equal(2, _log.Of(EncodedTrack.Video720).Count);
    }

    [Fact]
    public void One_that_comes_late_begins_at_once_and_one_that_is_removed_gets_nothing_more()
    {
        var streams = Begun();
        var late = new UnitLog();
        _hub.Add(late);
        streams.Unit(EncodedTrack.Video180, Milliseconds(1000), true, Bytes);
        _hub.Remove(late);
        streams.Unit(EncodedTrack.Video180, Milliseconds(1033), false, Bytes);

        Assert.Equal((1, 1), (late.Begins, late.Of(EncodedTrack.Video180).Count));
    }

    [Fact]
    public void While_a_stream_has_no_header_no_more_than_a_bounded_number_of_units_is_kept_and_nobody_hears_that_it_flows()
    {
        _hub.Add(_log);
        var confirmed = new List<long>();
        _hub.Confirmed += confirmed.Add;
        var streams = _hub.Connect();
        Begin(streams, except: EncodedTrack.Radio);
        for (var tick = 0; tick < 3 * EncodedHub.MostEarly; tick++) Tick(streams, tick, isKeyframe: tick % 60 == 0);
        Assert.Empty(confirmed);

        streams.Header(EncodedTrack.Radio, Bytes);

        var kept = Enum.GetValues<EncodedTrack>().Sum(track => _log.Of(track).Count);
        Assert.InRange(kept, 1, EncodedHub.MostEarly);
        Assert.All(Enum.GetValues<EncodedTrack>().Take(3), track => Assert.True(_log.Of(track)[0].IsKeyframe));
        Assert.Equal([(3L * EncodedHub.MostEarly) - 1], confirmed);
    }

    [Fact]
    public void What_an_encoder_made_that_never_gave_all_headers_is_made_again_by_the_next()
    {
        _hub.Add(_log);
        var lacking = _hub.Connect();
        Begin(lacking, except: EncodedTrack.Audio);
        for (var tick = 0; tick < 10; tick++) Tick(lacking, tick, isKeyframe: tick == 0);

        var next = _hub.Connect();
        Assert.Equal(EncodedPosition.Start, _hub.Position);
        Begin(next);
        Tick(next, 0, isKeyframe: true);

        Assert.Equal([0L], Ticks(EncodedTrack.Video720));
    }

    [Fact]
    public void After_a_standstill_outputs_begin_anew_at_the_hour_that_it_is()
    {
        var streams = Begun();
        Tick(streams, 0, isKeyframe: true);
        _hub.Shift(ProgramTime.OfTick(2, 30), TimeSpan.FromHours(3));
        Tick(streams, 1, isKeyframe: false);
        Assert.Equal((1, DateTimeOffset.UnixEpoch), (_log.Begins, _log.Headers!.Epoch));

        Tick(streams, 2, isKeyframe: true);
        Tick(streams, 3, isKeyframe: false);
        Assert.Equal((2, DateTimeOffset.UnixEpoch.AddHours(3)), (_log.Begins, _log.Headers.Epoch));
        Assert.Equal([0L, 1, 2, 3], Ticks(EncodedTrack.Video720));
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private IElementaryStreams Begun()
    {
        _hub.Add(_log);
        var streams = _hub.Connect();
        Begin(streams);
        return streams;
    }

    private static void Tick(IElementaryStreams streams, int tick, bool isKeyframe)
    {
        foreach (var track in Enum.GetValues<EncodedTrack>().Take(3)) streams.Unit(track, ProgramTime.OfTick(tick, 30), isKeyframe, Bytes);
    }

    private static void Begin(IElementaryStreams streams, EncodedTrack? except = null)
    {
        foreach (var track in Enum.GetValues<EncodedTrack>())
            if (track != except) streams.Header(track, Bytes);
    }

    private IEnumerable<long> Ticks(EncodedTrack track) => _log.Of(track).Select(u => ProgramTime.TickAt(u.Time, 30));

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(value);

    private sealed class Faulty : IUnitOutput
    {
        public event Action? StatusChanged { add { } remove { } }

        public event Action? KeyframeWanted { add { } remove { } }

        public OutputStatus Status => new("faulty", OutputKind.Push, "", OutputState.Running, OutputReason.None, "");

        public void Begin(ProgramHeaders headers) => throw new InvalidOperationException("at the beginning");

        public void Add(in EncodedUnit unit) => throw new InvalidOperationException("at a unit");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
