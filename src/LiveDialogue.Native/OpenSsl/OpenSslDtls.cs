using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>
/// One association over memory BIOs. OpenSSL's own retransmission reads the wall clock, so it is switched off (a timer of an hour) and the last flight
/// is repeated here, by the caller's time and byte for byte: what arrived is dropped as a replay, what was lost is new.
/// </summary>
internal sealed unsafe class OpenSslDtls : IDtls
{
    private static readonly TimeSpan FirstRetransmit = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowestRetransmit = TimeSpan.FromSeconds(3.2);
    private const int ReadSize = 2048;

    private readonly SslHandle _ssl;
    private readonly nint _fromWire, _toWire;
    private readonly DtlsRole _role;
    private readonly DtlsFlight _flight = new();
    private byte[] _fingerprint = [];
    private TimeSpan _interval;
    private MonoTime _repeatAllowedFrom;
    private bool _disposed;

    internal OpenSslDtls(SslContextHandle context, DtlsRole role)
    {
        _role = role;
        LibCrypto.ERR_clear_error();
        _ssl = new(context);
        (_fromWire, _toWire) = (LibCrypto.BIO_new(LibCrypto.BIO_s_mem()), LibCrypto.BIO_new(LibCrypto.BIO_s_mem()));
        if (_fromWire == 0 || _toWire == 0) throw new InvalidOperationException($"OpenSSL made no memory BIO: {LibCrypto.TakeError()}");
        LibSsl.SSL_set_bio(_ssl.Raw, _fromWire, _toWire);
        LibSsl.SSL_ctrl(_ssl.Raw, LibSsl.SetMtu, DtlsFlight.MaxDatagram, null);
        LibSsl.DTLS_set_timer_cb(_ssl.Raw, &NeverByItself);
        if (role == DtlsRole.Server) LibSsl.SSL_set_accept_state(_ssl.Raw);
        else LibSsl.SSL_set_connect_state(_ssl.Raw);
        NextDeadline = role == DtlsRole.Server ? MonoTime.Never : default; // a client speaks first, at its first Tick
    }

    public DtlsState State { get; private set; }

    public MonoTime NextDeadline { get; private set; }

    public SrtpKeys? Keys { get; private set; }

    public ReadOnlyMemory<byte> PeerFingerprint => _fingerprint;

    public void Receive(ReadOnlySpan<byte> datagram, MonoTime now)
    {
        if (_disposed || State is DtlsState.Failed or DtlsState.Closed || !DtlsFlight.IsFramed(datagram)) return;

        var wasConnected = State == DtlsState.Connected;
        fixed (byte* bytes = datagram)
            _ = LibCrypto.BIO_write(_fromWire, bytes, datagram.Length);
        Advance(now);
        if (wasConnected && State == DtlsState.Connected) RepeatFinalFlight(datagram[0], now);
    }

    public void Tick(MonoTime now)
    {
        if (_disposed || State != DtlsState.Handshaking || now < NextDeadline) return;

        if (_flight.IsEmpty)
        {
            Advance(now);
            return;
        }
        _flight.Repeat();
        _interval = _interval * 2 < SlowestRetransmit ? _interval * 2 : SlowestRetransmit;
        NextDeadline = now + _interval;
    }

    public bool TryTake(Span<byte> datagram, out int length) => _flight.TryTake(datagram, out length);

    public void Close()
    {
        if (_disposed || State is DtlsState.Failed or DtlsState.Closed) return;

        if (State == DtlsState.Connected)
        {
            LibCrypto.ERR_clear_error();
            if (LibSsl.SSL_alloc_buffers(_ssl.Raw) == 1) _ = LibSsl.SSL_shutdown(_ssl.Raw);
            CollectOutput();
        }
        End(DtlsState.Closed);
    }

    public void Dispose()
    {
        _disposed = true;
        _ssl.Dispose();
        _flight.Clear();
        NextDeadline = MonoTime.Never;
    }

    private void Advance(MonoTime now)
    {
        var result = 0;
        if (LibSsl.SSL_alloc_buffers(_ssl.Raw) != 1) return; // no memory: the datagram is lost
        if (State == DtlsState.Handshaking)
        {
            LibCrypto.ERR_clear_error();
            result = LibSsl.SSL_do_handshake(_ssl.Raw);
        }
        if (State == DtlsState.Connected || result == 1)
        {
            if (State == DtlsState.Handshaking && !TryConnect()) return;
            result = ReadToEnd();
        }
        var error = result > 0 ? 0 : LibSsl.SSL_get_error(_ssl.Raw, result);
        var spoke = CollectOutput();
        // Two of 17 KB, which SSL_MODE_RELEASE_BUFFERS leaves alone with DTLS. From here on a peer says one thing more: goodbye.
        if (State == DtlsState.Connected) _ = LibSsl.SSL_free_buffers(_ssl.Raw);
        // A memory BIO makes no system call: that "error" is a forged or cut record that OpenSSL dropped (RFC 6347 §4.1.2.7), and no reason to end.
        if (error == LibSsl.ErrorZeroReturn) End(DtlsState.Closed);
        else if (error is not (0 or LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite or LibSsl.ErrorSystemCall)) End(State == DtlsState.Connected ? DtlsState.Closed : DtlsState.Failed);
        else if (spoke && State == DtlsState.Handshaking) (_interval, NextDeadline) = (FirstRetransmit, now + FirstRetransmit);
    }

    /// <summary>Takes what is there of application data, which nobody sends us, and alerts, which matter.</summary>
    private int ReadToEnd()
    {
        var scratch = stackalloc byte[ReadSize];
        int read;
        do
        {
            LibCrypto.ERR_clear_error();
            read = LibSsl.SSL_read(_ssl.Raw, scratch, ReadSize);
        }
        while (read > 0);
        return read;
    }

    private bool TryConnect()
    {
        var profile = LibSsl.SSL_get_selected_srtp_profile(_ssl.Raw);
        var certificate = LibSsl.SSL_get1_peer_certificate(_ssl.Raw);
        if (certificate != 0)
        {
            _fingerprint = FingerprintOf(certificate);
            LibCrypto.X509_free(certificate);
        }
        Keys = profile == null || certificate == 0 ? null : DtlsExport.Keys(_ssl.Raw, (SrtpProfile)profile->Id, _role);
        CollectOutput();
        if (Keys is null) // without use_srtp there is nothing to do together
        {
            End(DtlsState.Failed);
            return false;
        }
        State = DtlsState.Connected;
        NextDeadline = MonoTime.Never;
        return true;
    }

    private static byte[] FingerprintOf(nint certificate)
    {
        var der = new byte[LibCrypto.i2d_X509(certificate, null)];
        fixed (byte* start = der)
        {
            var position = start;
            _ = LibCrypto.i2d_X509(certificate, &position);
        }
        return SHA256.HashData(der);
    }

    /// <summary>
    /// The server speaks last. If that flight was lost, the client repeats its own, and OpenSSL answers a Finished only when its record number is new.
    /// </summary>
    private void RepeatFinalFlight(byte contentType, MonoTime now)
    {
        const byte ChangeCipherSpec = 20, Handshake = 22;
        if (_role != DtlsRole.Server || contentType is not (ChangeCipherSpec or Handshake) || now < _repeatAllowedFrom) return;
        _repeatAllowedFrom = now + FirstRetransmit / 2;
        _flight.Repeat();
    }

    private bool CollectOutput()
    {
        var pending = (int)LibCrypto.BIO_ctrl_pending(_toWire);
        if (pending == 0) return false;

        var records = new byte[pending]; // handshakes and alerts only: never on the packet path
        fixed (byte* bytes = records)
            pending = LibCrypto.BIO_read(_toWire, bytes, pending);
        if (pending <= 0) return false;
        _flight.Clear();
        _flight.Append(records.AsSpan(0, pending));
        return true;
    }

    private void End(DtlsState state)
    {
        State = state;
        NextDeadline = MonoTime.Never;
    }

    [UnmanagedCallersOnly]
    private static uint NeverByItself(nint ssl, uint microseconds) => 3_600_000_000;
}
