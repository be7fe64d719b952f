using LiveDialogue.Native;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Simulator.Signalling;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Simulator.Tests;

/// <summary>A real media node on loopback ports of the system's choice, without HTTP.</summary>
internal sealed class Node : IStageObserver, IAsyncDisposable
{
    private readonly OpenSslDtlsFactory _factory = new();
    private readonly SfuNode _node;
    private readonly IMediaStage _stage;

    internal Node(PortKind ports)
    {
        _node = new(
            new SfuOptions { MediaPort = 0, Shards = 1 }, _factory,
            (address, pool, clock) => DatagramPorts.Open(address, pool, clock, ports), NullLogger<SfuNode>.Instance);
        _stage = _node.OpenStage("stage", this);
        _stage.Permit(new("speaker"), new(OnAir: true, Audio: true, Video: true));
    }

    internal async Task<Answer> PublishAsync(string offer) => AnswerOf(await _stage.PublishAsync(new("speaker"), offer, CancellationToken.None));

    internal async Task<Answer> WatchAsync(string offer) => AnswerOf(await _stage.WatchAsync(StageView.Program, null, offer, CancellationToken.None));

    internal SfuCounters Counters => _node.ReadCounters();

    public void PublisherChanged(PublisherStatus status) { }

    public void ActiveSpeakerChanged(PublisherId? speaker) { }

    public void SlotsChanged(SessionId session, IReadOnlyList<SlotFill> slots) { }

    public void SessionEnded(SessionId session, SessionEnd reason) { }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _factory.Dispose();
    }

    private static Answer AnswerOf(Admission admission)
    {
        var accepted = Assert.IsType<Admission.Accepted>(admission);
        var answer = Answer.Parse(accepted.Answer, out var problem);
        Assert.True(answer is not null, problem);
        return answer;
    }
}
