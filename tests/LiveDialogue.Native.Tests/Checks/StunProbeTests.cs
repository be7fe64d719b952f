using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveDialogue.Native.Checks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Native.Tests.Checks;

public sealed class StunProbeTests
{
    private const string Password = "the-password-of-the-session";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, InlineData("127.0.0.1"), InlineData("::1")]
    public async Task A_port_that_knows_the_password_answers_by_udp(string address)
    {
        using var server = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        var asking = StunProbe.AskAsync((IPEndPoint)server.LocalEndPoint!, byTcp: false, "ufragufr", Password, Patience, CancellationToken.None);

        var buffer = new byte[1500];
        var first = await server.ReceiveFromAsync(buffer, SocketFlags.None, server.LocalEndPoint!);
        await server.SendToAsync("not STUN"u8.ToArray(), first.RemoteEndPoint);
        await server.SendToAsync(Answer(buffer.AsSpan(0, first.ReceivedBytes), (IPEndPoint)first.RemoteEndPoint, "wrong"), first.RemoteEndPoint);
        await server.SendToAsync(Answer(buffer.AsSpan(0, first.ReceivedBytes), (IPEndPoint)first.RemoteEndPoint, Password), first.RemoteEndPoint);
        // What it takes for wrong makes it ask again; the right one answers whichever check it was.
        while (!asking.IsCompleted)
        {
            var received = server.ReceiveFromAsync(buffer, SocketFlags.None, first.RemoteEndPoint);
            if (await Task.WhenAny(asking, received) == asking) break;
            var again = await received;
            await server.SendToAsync(Answer(buffer.AsSpan(0, again.ReceivedBytes), (IPEndPoint)again.RemoteEndPoint, Password), again.RemoteEndPoint);
        }

        Assert.Equal((IPEndPoint)first.RemoteEndPoint, (await asking)!.SeenAs);
    }

    [Fact]
    public async Task And_by_tcp_framed_however_it_is_cut()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var asking = StunProbe.AskAsync((IPEndPoint)listener.LocalEndPoint!, byTcp: true, "ufragufr", Password, Patience, CancellationToken.None);

        using var server = await listener.AcceptAsync();
        var frame = await ReadFrameAsync(server);
        var remote = (IPEndPoint)server.RemoteEndPoint!;
        var answer = Answer(frame, remote, Password);
        var framed = new byte[answer.Length + StreamFrames.HeaderLength];
        StreamFrames.Write(answer, framed);
        await server.SendAsync(framed.AsMemory(0, 5), SocketFlags.None);
        await server.SendAsync(framed.AsMemory(5), SocketFlags.None);

        Assert.Equal(remote, (await asking)!.SeenAs);
    }

    [Fact]
    public async Task A_closed_port_is_no_answer()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));    // not listening: refused at once
        Assert.Null(await StunProbe.AskAsync((IPEndPoint)bound.LocalEndPoint!, byTcp: true, "ufragufr", Password, Patience, CancellationToken.None));
    }

    [Fact]
    public void A_port_is_free_taken_or_of_another_machine()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var endpoint = (IPEndPoint)holder.LocalEndPoint!;
        Assert.Equal(PortUse.Taken, Native.Checks.Ports.Use(endpoint, tcp: false));
        Assert.Equal(PortUse.Free, Native.Checks.Ports.Use(new(IPAddress.Loopback, 0), tcp: true));
        Assert.Equal(PortUse.NotOurs, Native.Checks.Ports.Use(new(IPAddress.Parse("203.0.113.7"), 0), tcp: false));
    }

    [Fact]
    public void The_kernel_says_what_it_grants()
    {
        Assert.InRange(KernelLimits.ReceiveBuffer(), 1024, KernelLimits.WantedBuffer);
        if (!OperatingSystem.IsLinux()) return;
        Assert.True(KernelLimits.Descriptors() > 0);
        if (KernelLimits.Clock() is { } clock) Assert.InRange(clock.MayBeOff, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private static byte[] Answer(ReadOnlySpan<byte> request, IPEndPoint to, string password)
    {
        Assert.True(StunMessage.TryParse(request, out var message));
        Assert.True(message.VerifyIntegrity(Encoding.ASCII.GetBytes(Password)));
        var bytes = new byte[200];
        var length = StunWriter.BindingSuccess(bytes, message.TransactionId, to.Address.GetAddressBytes(), (ushort)to.Port, Encoding.ASCII.GetBytes(password));
        return bytes[..length];
    }

    private static async Task<byte[]> ReadFrameAsync(Socket socket)
    {
        var header = new byte[2];
        await ReadAsync(header);
        var frame = new byte[(header[0] << 8) | header[1]];
        await ReadAsync(frame);
        return frame;

        async Task ReadAsync(byte[] whole)
        {
            using var limit = new CancellationTokenSource(Patience);
            for (var read = 0; read < whole.Length;) read += await socket.ReceiveAsync(whole.AsMemory(read), SocketFlags.None, limit.Token);
        }
    }
}
