using System.Runtime.InteropServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>One native object with one owner: freed exactly once, by Dispose or, if that was forgotten, by the finalizer.</summary>
internal abstract class OpenSslHandle : SafeHandle
{
    protected OpenSslHandle(nint created, string what) : base(0, ownsHandle: true)
    {
        if (created == 0) throw new InvalidOperationException($"OpenSSL made no {what}: {LibCrypto.TakeError()}");
        SetHandle(created);
        NativeHandles.Made();
    }

    public sealed override bool IsInvalid => handle == 0;

    /// <summary>For calls made while the owner is alive and undisposed, from its own thread: without the cost of counting references.</summary>
    internal nint Raw => handle;

    protected sealed override bool ReleaseHandle()
    {
        Free(handle);
        NativeHandles.Freed();
        return true;
    }

    private protected abstract void Free(nint native);
}

internal sealed class SslContextHandle() : OpenSslHandle(LibSsl.SSL_CTX_new(LibSsl.DTLS_method()), "DTLS context")
{
    private protected override void Free(nint native) => LibSsl.SSL_CTX_free(native);
}

/// <summary>SSL with its two memory BIOs, which it owns.</summary>
internal sealed class SslHandle(SslContextHandle context) : OpenSslHandle(LibSsl.SSL_new(context.Raw), "DTLS association")
{
    private protected override void Free(nint native) => LibSsl.SSL_free(native);
}

internal sealed class CipherHandle() : OpenSslHandle(LibCrypto.EVP_CIPHER_CTX_new(), "cipher context")
{
    private protected override void Free(nint native) => LibCrypto.EVP_CIPHER_CTX_free(native);
}

/// <summary>A context of <see cref="GcmFunctions"/>, with its key and direction.</summary>
internal sealed unsafe class GcmHandle(byte* key, int keyLength, bool seals) : OpenSslHandle(GcmFunctions.Shared.New(key, keyLength, seals), "cipher context")
{
    private protected override void Free(nint native) => GcmFunctions.Shared.Free(native);
}

internal sealed class MacHandle(nint algorithm) : OpenSslHandle(LibCrypto.EVP_MAC_CTX_new(algorithm), "MAC context")
{
    private protected override void Free(nint native) => LibCrypto.EVP_MAC_CTX_free(native);
}
