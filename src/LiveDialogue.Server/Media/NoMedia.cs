using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Media;

/// <summary>A node without media: questions and boards work, offers are refused.</summary>
internal sealed class NoMedia : IMediaNode, IMediaStage
{
    private static readonly Admission Nobody = new Admission.Refused(RefusalReason.Full, "This server carries no media.");

    public IMediaStage OpenStage(string id, IStageObserver observer) => this;

    public bool Close(SessionId session) => false;

    public Task<Admission> PatchAsync(SessionId session, string fragment, string ifMatch, CancellationToken ct) => Task.FromResult(Nobody);

    public Task<Admission> PublishAsync(PublisherId publisher, string offer, CancellationToken ct) => Task.FromResult(Nobody);

    public Task<Admission> WatchAsync(StageView view, PublisherId? self, string offer, CancellationToken ct) => Task.FromResult(Nobody);

    public void Permit(PublisherId publisher, MediaPermission permission)
    {
    }

    public void Expel(PublisherId publisher)
    {
    }

    public void Close()
    {
    }
}
