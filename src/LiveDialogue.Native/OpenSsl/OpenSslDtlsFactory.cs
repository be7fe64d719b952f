using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>DTLS 1.2 and SRTP by the system's OpenSSL 3, the same library that .NET itself uses on Linux.</summary>
public sealed unsafe class OpenSslDtlsFactory : IDtlsFactory, IDisposable
{
    // The server's order decides (RFC 5764 §4.1.1): GCM first, since it costs a fraction of HMAC-SHA1.
    private const string Profiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";
    private const string Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA";

    private readonly DtlsCertificate _certificate = DtlsCertificate.Create();
    private readonly SslContextHandle _context;

    /// <exception cref="OpenSslMissingException">The machine has no usable OpenSSL 3: a start-up error for the operator.</exception>
    public OpenSslDtlsFactory()
        : this(Profiles)
    {
    }

    /// <param name="profiles">In OpenSSL's names, best first: tests and the simulator choose.</param>
    public OpenSslDtlsFactory(string profiles)
    {
        RequireLibraries();
        _context = new();
        try
        {
            Configure(_context.Raw, profiles);
        }
        catch
        {
            _context.Dispose();
            throw;
        }
    }

    public ReadOnlyMemory<byte> Fingerprint => _certificate.Fingerprint;

    public IDtls Create(DtlsRole role) => new OpenSslDtls(_context, role);

    public ISrtp CreateSrtp(SrtpKeys keys) => new Srtp(keys);

    public void Dispose() => _context.Dispose();

    private void Configure(nint context, string profiles)
    {
        LibCrypto.ERR_clear_error();
        LibSsl.SSL_CTX_set_options(context, LibSsl.NoQueryMtu | LibSsl.NoTicket | LibSsl.NoRenegotiation);
        LibSsl.SSL_CTX_ctrl(context, LibSsl.SetSessionCacheMode, 0, null);
        LibSsl.SSL_CTX_set_verify(context, LibSsl.VerifyPeerAndRequireCertificate, &AcceptAnyCertificate);
        Require(LibSsl.SSL_CTX_ctrl(context, LibSsl.SetMinimumVersion, LibSsl.Dtls12, null) == 1, "DTLS 1.2");
        Require(LibSsl.SSL_CTX_set_cipher_list(context, Ciphers) == 1, "the cipher list");
        Require(LibSsl.SSL_CTX_set_tlsext_use_srtp(context, profiles) == 0, "the SRTP profiles");
        fixed (byte* der = _certificate.Certificate)
            Require(LibSsl.SSL_CTX_use_certificate_ASN1(context, _certificate.Certificate.Length, der) == 1, "our certificate");
        fixed (byte* der = _certificate.PrivateKey)
            Require(LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibSsl.KeyTypeEc, context, der, _certificate.PrivateKey.Length) == 1, "our private key");
    }

    private static void Require(bool accepted, string what)
    {
        if (!accepted) throw new InvalidOperationException($"OpenSSL refused {what}: {LibCrypto.TakeError()}");
    }

    private static void RequireLibraries()
    {
        foreach (var name in (string[])[LibCrypto.Name, LibSsl.Name])
        {
            if (!NativeLibrary.TryLoad(name, typeof(OpenSslDtlsFactory).Assembly, null, out _))
                throw new OpenSslMissingException(name);
        }
    }

    // Certificates are self-signed on both sides; the peer's fingerprint is compared with its SDP before any media moves.
    [UnmanagedCallersOnly]
    private static int AcceptAnyCertificate(int verified, nint store) => 1;
}
