using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Security;

public sealed class HandshakeStepTests
{
    [Fact]
    public void The_step_that_ends_a_handshake_brings_the_ciphers_and_no_other_does()
    {
        var pool = new PacketPool();
        var factory = new PlainDtlsFactory("sfu");
        using var server = factory.Create(DtlsRole.Server);
        using var client = new PlainDtlsFactory("client").Create(DtlsRole.Client);
        var scratch = new byte[PacketBuffer.Capacity];
        HandshakeStep Answer()
        {
            var step = new HandshakeStep(server, factory, pool);
            while (client.TryTake(scratch, out var length))
            {
                var datagram = pool.Rent();
                scratch.AsSpan(0, length).CopyTo(datagram.Span);
                datagram.Length = length;
                step.Incoming.Add(datagram);
            }
            step.Run(default);
            foreach (var datagram in step.Outgoing)
            {
                client.Receive(datagram.Bytes, default);
                datagram.Release();
            }
            return step;
        }

        Assert.Null(Answer().Srtp);                                             // hello
        using var srtp = Answer().Srtp;
        Assert.Equal(DtlsState.Connected, server.State);
        Assert.NotNull(srtp);
        Assert.Null(Answer().Srtp);
        Assert.Equal(0, pool.Outstanding);
    }
}
