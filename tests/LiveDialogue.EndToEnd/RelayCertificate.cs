using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LiveDialogue.EndToEnd;

/// <summary>A certificate for localhost by an authority made for one test, as files.</summary>
internal sealed class RelayCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("certificate-").FullName;

    public RelayCertificate()
    {
        var from = DateTimeOffset.UnixEpoch.AddYears(50);           // long ago and far ahead: whatever the machine's clock says
        var until = from.AddYears(60);
        using var authorityKey = RSA.Create(2048);
        var ask = new CertificateRequest("CN=An authority of one test", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        ask.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        ask.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = ask.CreateSelfSigned(from, until);

        using var key = RSA.Create(2048);
        var leaf = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        leaf.CertificateExtensions.Add(names.Build());
        leaf.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));    // for servers
        using var certificate = leaf.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(ChainFile, certificate.ExportCertificatePem() + "\n" + authority.ExportCertificatePem() + "\n");
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem() + "\n");
        var publicKey = Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        Trust = $"--ignore-certificate-errors-spki-list={publicKey}";
    }

    public string ChainFile => Path.Combine(_folder, "chain.pem");

    public string KeyFile => Path.Combine(_folder, "key.pem");

    /// <summary>For who is to trust it.</summary>
    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    /// <summary>Has Chromium trust it, for WebRTC too, which <c>--ignore-certificate-errors</c> doesn't reach.</summary>
    public string Trust { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
