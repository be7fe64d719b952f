using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Testing;

/// <summary>Makes associations that hide nothing.</summary>
/// <param name="name">Whose "certificate": the fingerprint is made from it.</param>
public sealed class PlainDtlsFactory(string name) : IDtlsFactory
{
    public ReadOnlyMemory<byte> Fingerprint { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(name));

    public IDtls Create(DtlsRole role) => new PlainDtls(role, Fingerprint, SrtpProfile.AeadAes128Gcm);

    public ISrtp CreateSrtp(SrtpKeys keys) => new PlainSrtp(keys);
}
