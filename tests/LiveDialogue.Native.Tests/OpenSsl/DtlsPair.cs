using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Tests.OpenSsl;

/// <summary>A client and a server on virtual time, 10 ms of way each, with a say in which datagrams are lost.</summary>
internal sealed class DtlsPair : IDisposable
{
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(10);
    private readonly OpenSslDtlsFactory _clientFactory, _serverFactory;
    private readonly PriorityQueue<(IDtls To, byte[] Datagram), long> _onTheWay = new();
    private readonly Func<Sent, bool> _isLost;
    private int _fromClient, _fromServer;

    /// <summary>A datagram about to travel; <see cref="Number"/> counts from 0 for each side.</summary>
    internal readonly record struct Sent(DtlsRole From, int Number, byte[] Datagram);

    internal DtlsPair(Func<Sent, bool>? isLost = null, string? clientProfiles = null)
    {
        _isLost = isLost ?? (_ => false);
        _serverFactory = new();
        _clientFactory = clientProfiles is null ? new() : new(clientProfiles);
        Client = _clientFactory.Create(DtlsRole.Client);
        Server = _serverFactory.Create(DtlsRole.Server);
    }

    internal IDtls Client { get; }
    internal IDtls Server { get; }
    internal ReadOnlyMemory<byte> ClientFingerprint => _clientFactory.Fingerprint;
    internal ReadOnlyMemory<byte> ServerFingerprint => _serverFactory.Fingerprint;
    internal MonoTime Now { get; private set; }
    internal int LongestDatagram { get; private set; }
    internal int DatagramsSent => _fromClient + _fromServer;

    internal bool BothConnected => Client.State == DtlsState.Connected && Server.State == DtlsState.Connected;

    /// <summary>Until nothing is on its way and nothing is due, or the time is over.</summary>
    internal void RunFor(TimeSpan span)
    {
        var end = Now + span;
        Client.Tick(Now);
        while (true)
        {
            Carry(Client, Server, DtlsRole.Client);
            Carry(Server, Client, DtlsRole.Server);
            var due = MonoTime.Earlier(Client.NextDeadline, Server.NextDeadline);
            if (_onTheWay.TryPeek(out _, out var arrival)) due = MonoTime.Earlier(due, new(arrival));
            if (due > end) break;

            Now = due > Now ? due : Now;
            while (_onTheWay.TryPeek(out var next, out arrival) && arrival <= Now.Microseconds)
            {
                _onTheWay.Dequeue();
                next.To.Receive(next.Datagram, Now);
            }
            Client.Tick(Now);
            Server.Tick(Now);
        }
        Now = end;
    }

    private void Carry(IDtls from, IDtls to, DtlsRole role)
    {
        Span<byte> datagram = stackalloc byte[1500];
        while (from.TryTake(datagram, out var length))
        {
            LongestDatagram = Math.Max(LongestDatagram, length);
            var number = role == DtlsRole.Client ? _fromClient++ : _fromServer++;
            var copy = datagram[..length].ToArray();
            if (!_isLost(new(role, number, copy))) _onTheWay.Enqueue((to, copy), (Now + Way).Microseconds);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        _clientFactory.Dispose();
        _serverFactory.Dispose();
    }
}
