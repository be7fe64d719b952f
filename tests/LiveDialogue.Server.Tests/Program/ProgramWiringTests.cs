using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Tests.Boards;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using NodaTime;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class ProgramWiringTests : IDisposable
{
    private readonly TestServer _server = ProgramServer.New();

    [Fact]
    public async Task Packets_go_from_the_tap_to_the_mixer_and_from_the_mixer_to_the_feed()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var stage = _server.Media.Stages[live.Id.Value];
        var sink = Assert.Single(stage.Taps).Value;

        Send(sink, "a", TapSource.Voice, TapCodec.Opus, [1]);
        Send(sink, "a", TapSource.Camera, TapCodec.Vp8, [2, 2]);
        Send(sink, "a", TapSource.Screen, TapCodec.H264, [3, 3, 3]);
        mixer.Output.Video(2, [1, 2, 3]);
        mixer.Output.Audio([4]);

        Assert.Equal(
            [(new SourceId("a", SourceKind.Voice), InputCodec.Opus, 1), (new SourceId("a", SourceKind.Camera), InputCodec.Vp8, 2), (new SourceId("a", SourceKind.Screen), InputCodec.H264, 3)],
            mixer.Received.Select(packet => (packet.Source, packet.Codec, packet.Rtp.Length)));
        Assert.Equal(2, stage.Program!.Packets);
        stage.Program.KeyframeWanted(0);
        Assert.Equal(1, mixer.KeyframesAsked);
    }

    [Fact]
    public async Task What_the_mixer_wants_of_a_speaker_the_tap_is_asked_for()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var tap = Assert.Single(_server.Media.Stages[live.Id.Value].Taps).Key;

        mixer.Observer.SizeWanted(new("a", SourceKind.Camera), 320 * 180);
        mixer.Observer.SizeWanted(new("b", SourceKind.Camera), 0);
        mixer.Observer.SizeWanted(new("b", SourceKind.Screen), 0);
        mixer.Observer.KeyframeWanted(new("a", SourceKind.Camera));

        Assert.Equal(320 * 180, tap.Wanted[(new("a"), TapSource.Camera)]);
        Assert.Equal(0, tap.Wanted[(new("b"), TapSource.Camera)]);
        Assert.Equal(1, tap.Wanted[(new("b"), TapSource.Screen)]);      // else nobody would see that it begins
        Assert.Equal((new PublisherId("a"), TapSource.Camera), Assert.Single(tap.Keyframes));
    }

    [Fact]
    public async Task A_shared_screen_is_shown_while_its_packets_come()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, _) = await _server.OnAirAsync(live, "A");
        var (b, _) = await _server.OnAirAsync(live, "B");
        await mixer.OnAirIsAsync(a, b);
        var (tap, sink) = Assert.Single(_server.Media.Stages[live.Id.Value].Taps);
        Assert.Equal(1, tap.Wanted[(new(b.Id.Value), TapSource.Screen)]);

        Send(sink, b.Id.Value, TapSource.Screen, TapCodec.Vp8, [1]);
        await mixer.UntilAsync(m => m.Picture?.Scene == new Scene.Shared(b.Id.Value, b.Id.Value));
        for (var second = 0; second < 5 && mixer.Picture!.Scene is Scene.Shared; second++)
        {
            await SettledAsync();
            _server.Time.Advance(Duration.FromSeconds(1.1));
            await SettledAsync();
        }

        Assert.Equal(new Scene.SideBySide(a.Id.Value, b.Id.Value), mixer.Picture!.Scene);

        async Task SettledAsync()
        {
            using var host = _server.Host();
            using var answer = await host.DeleteAsync($"/api/v1/events/{live.Id}/program/card");
            Assert.True(answer.IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task In_the_slots_the_program_is_nobody_in_particular()
    {
        var live = await _server.AddEventAsync(EventState.Live);
        await _server.ProgramAsync(live);
        using var viewer = _server.Anonymous();
        using var offered = await viewer.PostTextAsync($"/whep/{live.Slug}", "v=0\r\n", "application/sdp");
        var session = offered.Headers.Location!.OriginalString.Split('/')[^1];
        await using var screen = await HubClient.ConnectAsync(_server);
        var watch = await screen.StreamAsync("Watch", session);
        await screen.ItemAsync(watch);

        _server.Media.Stages[live.Id.Value].Observer.SlotsChanged(new(session), [new("0", MediaKind.Video, PublisherId.Program), new("1", MediaKind.Audio, null)]);

        var slots = (await screen.ItemAsync(watch)).GetProperty("slots");
        Assert.True(slots[0].GetProperty("program").GetBoolean());
        Assert.False(slots[0].TryGetProperty("speaker", out _));
        Assert.False(slots[1].GetProperty("program").GetBoolean());
    }

    public void Dispose() => _server.Dispose();

    private void Send(ITapSink sink, string publisher, TapSource source, TapCodec codec, byte[] rtp) => sink.OnRtp(new TapPacket
    {
        Publisher = new(publisher),
        Source = source,
        Codec = codec,
        Rtp = rtp,
        SenderMicroseconds = 0,
        Arrival = new MonoTime(_server.Time.GetTimestamp() / 10),       // ticks of 100 ns
    });
}
