using System.Net;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class WithoutMixerTests : IDisposable
{
    private readonly TestServer _server = ProgramServer.New();

    [Fact]
    public async Task Given_no_ffmpeg_then_the_server_runs_without_programs_and_says_so()
    {
        _server.Mixers.Missing = "ffmpeg isn't installed.";
        var live = await _server.AddEventAsync(EventState.Live);
        using var host = _server.Host();

        var view = await host.GetAsync($"/api/v1/events/{live.Id}/program").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("off", "ffmpeg isn't installed."), (view.Text("phase"), view.Text("offBecause")));
        Assert.Equal("off: ffmpeg isn't installed.", (await host.GetAsync("/health/ready").JsonAsync(HttpStatusCode.OK)).Text("program"));
        var refused = await host.PostAsync($"/api/v1/events/{live.Id}/program/slate", null).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(("program-off", "ffmpeg isn't installed."), (refused.Text("reason"), refused.Text("detail")));
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"/live/{live.Slug}/main.m3u8")).StatusCode);
        Assert.Single(_server.Log.Lines, line => line.Contains("There will be no mixed program: ffmpeg isn't installed.", StringComparison.Ordinal));
        Assert.Empty(_server.Mixers.Made);
    }

    [Fact]
    public async Task A_program_that_runs_is_on_in_readiness_and_in_the_figures()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        mixer.Become(status => status.WithOutput(new("hls", Mixer.OutputKind.Hls, "HLS", Mixer.OutputState.Retrying, Mixer.OutputReason.FolderGone, "")));
        using var anyone = _server.Anonymous();

        Assert.Equal("on", (await anyone.GetAsync("/health/ready").JsonAsync(HttpStatusCode.OK)).Text("program"));
        var figures = await anyone.GetStringAsync("/metrics");
        foreach (var line in new[]
        {
            "programs 1", $"program_frames_per_second{{event=\"{live.Id}\"}} 30", "program_ticks_total 900", "program_late_ticks_total 2", "program_encoder_restarts_total 1",
            "program_outputs{state=\"running\"} 0", "program_outputs{state=\"retrying\"} 1",
        })
            Assert.Contains(line + "\n", figures, StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();
}
