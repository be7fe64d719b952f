using System.Collections.Concurrent;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Io;

public sealed class HandshakeWorkersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_worker_says_once_that_it_rests_after_each_time_somebody_joined()
    {
        var (factory, pool) = (new PlainDtlsFactory("sfu"), new PacketPool());
        var said = new BlockingCollection<string>();
        string Next() => said.TryTake(out var word, Patience) ? word : "nothing";
        void Join(HandshakeWorkers workers) =>
            workers.Run(new HandshakeStep(factory.Create(DtlsRole.Server), factory, pool) { Completed = _ => said.Add("joined") });

        using (var workers = new HandshakeWorkers(1, new MonoClock(), _ => said.Add("started"), () => said.Add("rested"), rest: TimeSpan.FromMilliseconds(1)))
        {
            Assert.Equal("started", Next());
            Join(workers);
            Assert.Equal(("joined", "rested"), (Next(), Next()));
            Join(workers);
            Assert.Equal(("joined", "rested"), (Next(), Next()));
        }
        Assert.Empty(said);
    }
}
