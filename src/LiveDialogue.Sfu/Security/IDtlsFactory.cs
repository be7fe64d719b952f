namespace LiveDialogue.Sfu.Security;

/// <summary>Makes associations that share one certificate. Thread-safe.</summary>
public interface IDtlsFactory
{
    /// <summary>SHA-256 over our DER certificate, 32 bytes: what the SDP announces.</summary>
    ReadOnlyMemory<byte> Fingerprint { get; }

    IDtls Create(DtlsRole role);

    ISrtp CreateSrtp(SrtpKeys keys);
}

/// <summary>The SFU is always <see cref="Server"/> (a=setup:passive); the simulator's peers are clients.</summary>
public enum DtlsRole { Server, Client }
