using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>
/// A self-signed P-256 certificate, new for each start of the node. Nobody checks its names or dates: the SDP's fingerprint is what binds it (RFC 8122, 8827 §6.5).
/// </summary>
internal sealed class DtlsCertificate
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private DtlsCertificate(byte[] certificate, byte[] privateKey)
    {
        (Certificate, PrivateKey) = (certificate, privateKey);
        Fingerprint = SHA256.HashData(certificate);
    }

    /// <summary>DER.</summary>
    internal byte[] Certificate { get; }

    /// <summary>SEC1 DER. Never logged.</summary>
    internal byte[] PrivateKey { get; }

    /// <summary>SHA-256 of <see cref="Certificate"/>.</summary>
    internal byte[] Fingerprint { get; }

    internal static DtlsCertificate Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=LiveDialogue", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + Lifetime);
        return new(certificate.RawData, key.ExportECPrivateKey());
    }
}
