using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Benchmarks;

/// <summary>One RTP packet of video size, protected, and protected and unprotected. The figures to hold: 0 B, and GCM well below counter mode.</summary>
[MemoryDiagnoser]
public class SrtpBenchmarks : IDisposable
{
    private const int Length = 1200;
    private const int ReportLength = 64;
    private readonly byte[] _packet = new byte[1500];
    private Srtp _sender = null!, _receiver = null!; // made in SetUp, which BenchmarkDotNet calls first
    private readonly byte[] _report = new byte[200];
    private readonly byte[] _forged = new byte[Length + 16];
    private ushort _sequence;

    [Params(SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Hmac80)]
    public SrtpProfile Profile { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var salt = new byte[Profile == SrtpProfile.AeadAes128Gcm ? 12 : 14];
        _sender = new(new(Profile, new byte[16], salt, new byte[16], salt));
        _receiver = new(new(Profile, new byte[16], salt, new byte[16], salt));
        _packet[0] = 0x80;
        _report[0] = 0x8F;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Benchmark]
    public int Protect()
    {
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), unchecked(++_sequence));
        return _sender.ProtectRtp(_packet, Length);
    }

    [Benchmark]
    public SrtpResult ProtectAndUnprotect() => _receiver.UnprotectRtp(_packet.AsSpan(0, Protect()), out _);

    /// <summary>A viewer's report about a tenth of a second: thousands a second of them come in where hundreds watch.</summary>
    [Benchmark]
    public SrtpResult ProtectAndUnprotectReport() => _receiver.UnprotectRtcp(_report.AsSpan(0, _sender.ProtectRtcp(_report, ReportLength)), out _);

    /// <summary>What a packet costs that isn't its sender's: as much as a right one, and nothing is kept of it.</summary>
    [Benchmark]
    public SrtpResult UnprotectAForgery()
    {
        _forged[0] = 0x80;
        return _receiver.UnprotectRtp(_forged, out _);
    }
}
