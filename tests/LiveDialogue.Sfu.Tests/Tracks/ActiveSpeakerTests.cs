using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class ActiveSpeakerTests
{
    private static readonly PublisherId Goma = new("goma"), Suva = new("suva"), Lima = new("lima");
    private readonly ActiveSpeaker _active = new();
    private readonly Dictionary<PublisherId, (Loudness Loudness, byte Level)> _microphones = [];
    private MonoTime _now = new(1_000_000);

    [Fact]
    public void Nobody_is_the_speaker_until_somebody_speaks()
    {
        Say(Goma, 80);
        Say(Suva, 127);
        Run(3.Seconds());
        Assert.Null(_active.Current);

        Say(Goma, 30);
        Run(2.Seconds());
        Assert.Equal(Goma, _active.Current);
    }

    [Fact]
    public void A_cough_does_not_take_the_picture_and_a_sentence_does()
    {
        Say(Goma, 40);
        Say(Suva, 127);
        Run(2.Seconds());

        Say(Suva, 20);
        Run(400.Milliseconds());
        Say(Suva, 127);
        Run(2.Seconds());
        Assert.Equal(Goma, _active.Current);

        Say(Suva, 20);
        Run(500.Milliseconds());
        Assert.Equal(Goma, _active.Current);
        Run(700.Milliseconds());
        Assert.Equal(Suva, _active.Current);
    }

    [Fact]
    public void Through_silence_it_stays_with_the_last_speaker()
    {
        Say(Goma, 30);
        Say(Suva, 100);
        Run(2.Seconds());
        Say(Goma, 127);
        Run(30.Seconds());
        Assert.Equal(Goma, _active.Current);
    }

    [Fact]
    public void Two_who_speak_about_as_loud_do_not_make_the_picture_jump()
    {
        Say(Goma, 32);
        Run(2.Seconds());
        var changes = 0;
        for (var i = 0; i < 40; i++)
        {
            Say(Goma, (byte)(30 + (i % 3)));
            Say(Suva, (byte)(31 - (i % 2)));
            changes += Run(500.Milliseconds());
        }
        Assert.Equal(0, changes);
        Assert.Equal(Goma, _active.Current);
    }

    [Fact]
    public void When_the_speaker_leaves_then_whoever_speaks_takes_the_place_at_once()
    {
        Say(Goma, 20);
        Say(Suva, 40);
        Run(2.Seconds());
        _microphones.Remove(Goma);
        Run(100.Milliseconds());
        Assert.Equal(Suva, _active.Current);

        _microphones.Remove(Suva);
        Run(100.Milliseconds());
        Assert.Null(_active.Current);
    }

    [Fact]
    public void A_microphone_whose_packets_stop_falls_silent()
    {
        var loudness = new Loudness();
        for (var i = 0; i < 100; i++) loudness.OnPacket(20, _now += 20.Milliseconds());
        Assert.InRange(loudness.At(_now), 105, 107.1);
        Assert.InRange(loudness.At(_now + 2.Seconds()), 0, 1);
    }

    [Fact]
    public void Audio_slots_go_to_the_loudest_and_who_has_one_keeps_it_against_the_barely_louder()
    {
        SpeakerLevel[] levels = [new(Goma, 90), new(Suva, 92), new(Lima, 50)];
        ActiveSpeaker.Rank(levels, []);
        Assert.Equal([Suva, Goma, Lima], levels.Select(speaker => speaker.Publisher));

        ActiveSpeaker.Rank(levels, [Goma]);
        Assert.Equal([Goma, Suva, Lima], levels.Select(speaker => speaker.Publisher));

        ActiveSpeaker.Rank(levels, [Lima]);
        Assert.Equal([Suva, Goma, Lima], levels.Select(speaker => speaker.Publisher));
    }

    private void Say(PublisherId who, byte level)
    {
        var loudness = _microphones.TryGetValue(who, out var known) ? known.Loudness : new Loudness();
        _microphones[who] = (loudness, level);
    }

    private int Run(TimeSpan span)
    {
        var changes = 0;
        for (var end = _now + span; _now < end;)
        {
            _now += 20.Milliseconds();
            foreach (var (loudness, level) in _microphones.Values) loudness.OnPacket(level, _now);
            if (_now.Microseconds % 100_000 != 0) continue;
            var levels = _microphones.Select(pair => new SpeakerLevel(pair.Key, pair.Value.Loudness.At(_now))).ToArray();
            if (_active.Update(levels, _now)) changes++;
        }
        return changes;
    }
}
