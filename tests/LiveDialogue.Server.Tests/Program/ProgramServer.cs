using LiveDialogue.Mixer;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Programs;

/// <summary>What tests of a running program say often.</summary>
internal static class ProgramServer
{
    public static TestServer New() => TestServer.With(new() { ["Program:Enabled"] = "true" });

    /// <summary>A live event with its program.</summary>
    public static async Task<(LiveEvent Live, RecordingMixer Mixer)> GoLiveAsync(this TestServer server)
    {
        var live = await server.AddEventAsync(EventState.Live);
        return (live, await server.ProgramAsync(live));
    }

    /// <summary>The mixer of an event's program, opened now if need be.</summary>
    public static async Task<RecordingMixer> ProgramAsync(this TestServer server, LiveEvent live)
    {
        var runner = await server.Services.GetRequiredService<ProgramRunners>().FindOrOpenAsync(live, CancellationToken.None);
        return Assert.IsType<RecordingMixer>(runner?.Mixer);
    }

    /// <summary>A speaker who is connected and on air.</summary>
    public static async Task<(Invite Invite, string Token)> OnAirAsync(this TestServer server, LiveEvent live, string name)
    {
        var (invite, token) = await server.AddInviteAsync(live.Id, Role.Speaker, name);
        using var host = server.Host();
        (await host.PostAsync($"/api/v1/events/{live.Id}/stage/{invite.Id}/on-air", null)).EnsureSuccessStatusCode();
        server.Connect(live, invite, LinkState.Connected);
        return (invite, token);
    }

    public static void Connect(this TestServer server, LiveEvent live, Invite speaker, LinkState link) =>
        server.Media.Stages[live.Id.Value].Observer.PublisherChanged(new(new(speaker.Id.Value), default, link, AudioFlows: true, VideoFlows: true));

    public static void Speaks(this TestServer server, LiveEvent live, Invite speaker) =>
        server.Media.Stages[live.Id.Value].Observer.ActiveSpeakerChanged(new(speaker.Id.Value));

    public static async Task EndAsync(this TestServer server, LiveEvent live) =>
        await server.Services.GetRequiredService<EventStore>().ChangeAsync(live.Id, "ended", e => e.Finish(), CancellationToken.None);

    public static Task OnAirIsAsync(this RecordingMixer mixer, params Invite[] speakers) =>
        mixer.UntilAsync(m => m.Inputs.Select(input => input.Speaker).SequenceEqual(speakers.Select(speaker => speaker.Id.Value)));

    public static MixerStatus WithOutput(this MixerStatus status, OutputStatus output) =>
        status with { Outputs = status.Outputs.RemoveAll(other => other.Id == output.Id).Add(output) };

    /// <summary>A picture as far as its first bytes say.</summary>
    public static byte[] Photo => [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    public static Task<HttpResponseMessage> PutPhotoAsync(this HttpClient client, LiveEvent live, string speaker, byte[]? image = null, string type = "image/jpeg", bool moment = false)
    {
        var content = new ByteArrayContent(image ?? Photo);
        content.Headers.ContentType = new(type);
        return client.PutAsync($"/api/v1/events/{live.Id}/stage/{Uri.EscapeDataString(speaker).Replace(".", "%2E", StringComparison.Ordinal)}/photo{(moment ? "?moment=true" : "")}", content);
    }

    /// <summary>Whatever the program was told before has been applied: commands are taken in turn.</summary>
    public static async Task SettledAsync(this TestServer server, LiveEvent live)
    {
        if (server.Services.GetRequiredService<ProgramRunners>().Find(live.Id) is { } runner)
            await runner.ApplyAsync(new ProgramCommand.ShowCard(new("none")), CancellationToken.None);
    }
}
