using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Tests.Io;

/// <summary>Of a shard whose peers never connect.</summary>
internal sealed class SilentEvents : IShardEvents
{
    public void Connected(SessionId session) => Assert.Fail("Its certificate is nobody's.");

    public void Ended(SessionId session, SessionEnd reason)
    {
        // Of no interest here.
    }

    public void Faulted(SessionId session, Exception fault) => Assert.Fail(fault.ToString());
}
