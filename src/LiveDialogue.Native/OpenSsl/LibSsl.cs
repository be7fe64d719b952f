using System.Runtime.InteropServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>What we call in OpenSSL 3's libssl.</summary>
internal static unsafe partial class LibSsl
{
    internal const string Name = "libssl.so.3";

    internal const int SetMtu = 17;                       // SSL_CTRL_SET_MTU
    internal const int SetSessionCacheMode = 44;          // SSL_CTRL_SET_SESS_CACHE_MODE
    internal const int SetMinimumVersion = 123;           // SSL_CTRL_SET_MIN_PROTO_VERSION
    internal const int Dtls12 = 0xFEFD;
    internal const int KeyTypeEc = 408;                   // EVP_PKEY_EC
    internal const int VerifyPeerAndRequireCertificate = 0x01 | 0x02;
    internal const ulong NoQueryMtu = 0x1000;
    internal const ulong NoTicket = 0x4000;
    internal const ulong NoRenegotiation = 0x4000_0000;

    internal const int ErrorWantRead = 2;
    internal const int ErrorWantWrite = 3;
    internal const int ErrorSystemCall = 5;
    internal const int ErrorZeroReturn = 6;

    [LibraryImport(Name)] internal static partial nint DTLS_method();
    [LibraryImport(Name)] internal static partial nint SSL_CTX_new(nint method);
    [LibraryImport(Name)] internal static partial void SSL_CTX_free(nint context);
    [LibraryImport(Name)] internal static partial nint SSL_CTX_ctrl(nint context, int command, nint argument, void* pointer);
    [LibraryImport(Name)] internal static partial ulong SSL_CTX_set_options(nint context, ulong options);
    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)] internal static partial int SSL_CTX_set_cipher_list(nint context, string ciphers);

    /// <returns>0 on success, unlike everything else here.</returns>
    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)] internal static partial int SSL_CTX_set_tlsext_use_srtp(nint context, string profiles);
    [LibraryImport(Name)] internal static partial int SSL_CTX_use_certificate_ASN1(nint context, int length, byte* der);
    [LibraryImport(Name)] internal static partial int SSL_CTX_use_PrivateKey_ASN1(int type, nint context, byte* der, nint length);
    [LibraryImport(Name)] internal static partial void SSL_CTX_set_verify(nint context, int mode, delegate* unmanaged<int, nint, int> callback);

    [LibraryImport(Name)] internal static partial nint SSL_new(nint context);
    [LibraryImport(Name)] internal static partial void SSL_free(nint ssl);

    /// <summary>The SSL owns both BIOs from here on.</summary>
    [LibraryImport(Name)] internal static partial void SSL_set_bio(nint ssl, nint read, nint write);
    [LibraryImport(Name)] internal static partial void SSL_set_accept_state(nint ssl);
    [LibraryImport(Name)] internal static partial void SSL_set_connect_state(nint ssl);
    [LibraryImport(Name)] internal static partial int SSL_do_handshake(nint ssl);
    [LibraryImport(Name)] internal static partial int SSL_get_error(nint ssl, int result);
    [LibraryImport(Name)] internal static partial nint SSL_ctrl(nint ssl, int command, nint argument, void* pointer);
    [LibraryImport(Name)] internal static partial int SSL_read(nint ssl, byte* data, int length);
    [LibraryImport(Name)] internal static partial int SSL_shutdown(nint ssl);

    /// <summary>Gives the record buffers back, unless something is in them. A write without them crashes: see <see cref="SSL_alloc_buffers"/>.</summary>
    [LibraryImport(Name)] internal static partial int SSL_free_buffers(nint ssl);

    /// <summary>Makes the record buffers if they aren't there.</summary>
    [LibraryImport(Name)] internal static partial int SSL_alloc_buffers(nint ssl);
    [LibraryImport(Name)]
    internal static partial int SSL_export_keying_material(
        nint ssl, byte* output, nuint outputLength, byte* label, nuint labelLength, byte* context, nuint contextLength, int useContext);
    [LibraryImport(Name)] internal static partial SrtpProtectionProfile* SSL_get_selected_srtp_profile(nint ssl);

    /// <summary>The caller frees it.</summary>
    [LibraryImport(Name)] internal static partial nint SSL_get1_peer_certificate(nint ssl);
    [LibraryImport(Name)] internal static partial void DTLS_set_timer_cb(nint ssl, delegate* unmanaged<nint, uint, uint> callback);

    [StructLayout(LayoutKind.Sequential)]
    internal struct SrtpProtectionProfile
    {
        internal byte* Name;
        internal nuint Id;
    }
}
