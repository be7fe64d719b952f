using LiveDialogue.Mixer.Outputs.Push;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>Ports 18300 to 18310, on loopback.</summary>
public sealed class PushOutputTests : IAsyncDisposable, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WatchedStarter _starter = new();
    private readonly CancellationTokenSource _over = new(OutputDriver.Patience);
    private Task _feeding = Task.CompletedTask;

    public void Dispose() => _over.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _feeding;
        _folder.Dispose();
    }

    [Fact]
    public async Task What_arrives_is_playable_from_a_keyframe_on()
    {
        using var listener = new RtmpListener(18300, _folder["arrived.flv"]);
        await using (var push = await FedAsync(listener.Url))
        {
            await push.UntilAsync(status => status.State is OutputState.Running);
            await listener.HasWrittenAsync(800_000, _over.Token);       // about 0.2 MB are a second of the program
        }
        await listener.EndedAsync();

        var pictures = await Ffmpeg.PacketsAsync(_folder["arrived.flv"], "v:0");
        Assert.True(pictures[0].IsKeyframe && pictures.Count > 60, $"{pictures.Count} pictures");
        for (var i = 1; i < pictures.Count; i++) Assert.InRange(pictures[i].Time - pictures[i - 1].Time, 0.032, 0.035);
        Assert.NotEmpty(await Ffmpeg.PacketsAsync(_folder["arrived.flv"], "a:0"));
        await Ffmpeg.AssertPlayableAsync(_folder["arrived.flv"], "error");
    }

    [Fact]
    public async Task A_target_that_refuses_is_tried_again_and_its_address_is_never_shown()
    {
        await using var push = await FedAsync("rtmp://127.0.0.1:18301/live/a-very-secret-key?and=more");

        var status = await push.UntilAsync(status => status.State is OutputState.Retrying);
        Assert.Equal(OutputReason.Refused, status.Reason);
        Assert.DoesNotContain("secret", status.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("more", status.ToString(), StringComparison.Ordinal);

        await _starter.NextAsync();
        using var listener = new RtmpListener(18301, _folder["late.flv"]);
        await push.UntilAsync(status => status.State is OutputState.Running);
    }

    [Fact]
    public async Task After_a_fault_of_ours_it_is_tried_again()
    {
        _starter.FaultOnce();
        await using var push = await FedAsync("rtmp://127.0.0.1:18309/live/key");
        var status = await push.UntilAsync(status => status.State is OutputState.Retrying);
        Assert.Equal(OutputReason.WorkerDied, status.Reason);
        await _starter.NextAsync();
    }

    [Fact]
    public async Task A_killed_worker_is_started_again_and_goes_on_at_a_keyframe()
    {
        using var listener = new RtmpListener(18302, _folder["first.flv"]);
        await using var push = await FedAsync(listener.Url);
        await listener.HasWrittenAsync(100_000, _over.Token);
        await push.UntilAsync(status => status.State is OutputState.Running);

        _starter.Newest!.Kill();    // it runs
        await push.UntilAsync(status => status is { State: OutputState.Retrying, Reason: OutputReason.WorkerDied });
        await listener.EndedAsync();
        using var second = new RtmpListener(18302, _folder["second.flv"]);
        await push.UntilAsync(status => status.State is OutputState.Running);
        await second.HasWrittenAsync(100_000, _over.Token);      // sent isn't written: the listener looks at some of it first
        await push.DisposeAsync();
        await second.EndedAsync();

        Assert.True((await Ffmpeg.PacketsAsync(_folder["second.flv"], "v:0"))[0].IsKeyframe);
    }

    [Fact]
    public async Task A_target_that_hangs_is_left_and_nobody_waits_for_it()
    {
        using var listener = new RtmpListener(18303, _folder["hung.flv"]);
        await using var push = await FedAsync(listener.Url);
        await listener.HasWrittenAsync(100_000, _over.Token);
        await push.UntilAsync(status => status.State is OutputState.Running);

        listener.Stop();
        var status = await push.UntilAsync(status => status.State is OutputState.Retrying);
        Assert.Equal(OutputReason.Stalled, status.Reason);
        Assert.False(_feeding.IsFaulted);       // the feeder never waits: Add returned each time
    }

    [Theory]
    [InlineData("http://example.org/live")]
    [InlineData("file:///etc/passwd")]
    [InlineData("-version")]
    [InlineData("rtmp:///no-host")]
    [InlineData("rtmp://host/app key=1")]
    public async Task Only_rtmp_is_pushed_to(string url)
    {
        await using var push = new PushOutput(new PushTarget("p", "Platform", url), _starter, "ffmpeg", TimeProvider.System, NullLogger.Instance);

        Assert.Equal((OutputState.Failed, OutputReason.Refused), (push.Status.State, push.Status.Reason));
        Assert.DoesNotContain(url, push.Status.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Fed from here on with the program over and over, at about twenty times its pace, until the test is over.</summary>
    private async Task<PushOutput> FedAsync(string url)
    {
        var program = await EncodedProgram.GetAsync();
        var push = new PushOutput(new PushTarget("p", "Platform", url), _starter, "ffmpeg", TimeProvider.System, NullLogger.Instance);
        push.Begin(program.Headers);
        _feeding = Task.Run(() => FeedAsync(push, program), CancellationToken.None);
        return push;
    }

    private async Task FeedAsync(PushOutput push, RealProgram program)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        try
        {
            for (var round = 0; ; round++)
                foreach (var batch in program.Between(1, 13, round * EncodedProgram.Seconds).Chunk(8))
                {
                    foreach (var unit in batch) push.Add(unit);
                    await pace.WaitForNextTickAsync(_over.Token);
                }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // the test is over
        }
    }
}
