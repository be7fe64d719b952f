using System.Runtime.InteropServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>What we call in OpenSSL 3's libcrypto. All arguments are blittable; failures are told by the return value.</summary>
internal static unsafe partial class LibCrypto
{
    internal const string Name = "libcrypto.so.3";

    [LibraryImport(Name)] internal static partial nint BIO_s_mem();
    [LibraryImport(Name)] internal static partial nint BIO_new(nint method);
    [LibraryImport(Name)] internal static partial int BIO_free(nint bio);
    [LibraryImport(Name)] internal static partial int BIO_write(nint bio, byte* data, int length);
    [LibraryImport(Name)] internal static partial int BIO_read(nint bio, byte* data, int length);
    [LibraryImport(Name)] internal static partial nuint BIO_ctrl_pending(nint bio);

    /// <summary>With <paramref name="output"/> null: the size. Otherwise writes at *output and moves it behind the DER.</summary>
    [LibraryImport(Name)] internal static partial int i2d_X509(nint certificate, byte** output);
    [LibraryImport(Name)] internal static partial void X509_free(nint certificate);

    [LibraryImport(Name)] internal static partial nuint ERR_get_error();
    [LibraryImport(Name)] internal static partial void ERR_error_string_n(nuint error, byte* text, nuint length);
    [LibraryImport(Name)] internal static partial void ERR_clear_error();

    [LibraryImport(Name)] internal static partial nint EVP_CIPHER_CTX_new();
    [LibraryImport(Name)] internal static partial void EVP_CIPHER_CTX_free(nint context);
    [LibraryImport(Name)] internal static partial nint EVP_aes_128_ctr();
    [LibraryImport(Name)] internal static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);
    [LibraryImport(Name)] internal static partial int EVP_CipherUpdate(nint context, byte* output, int* outputLength, byte* input, int inputLength);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint EVP_CIPHER_fetch(nint library, string algorithm, nint properties);
    [LibraryImport(Name)] internal static partial nint EVP_CIPHER_get0_provider(nint cipher);
    [LibraryImport(Name)] internal static partial nint OSSL_PROVIDER_get0_provider_ctx(nint provider);

    /// <returns>An array of OSSL_ALGORITHM, the provider's own.</returns>
    [LibraryImport(Name)] internal static partial void* OSSL_PROVIDER_query_operation(nint provider, int operation, int* mustNotCache);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint EVP_MAC_fetch(nint library, string algorithm, nint properties);
    [LibraryImport(Name)] internal static partial void EVP_MAC_free(nint mac);
    [LibraryImport(Name)] internal static partial nint EVP_MAC_CTX_new(nint mac);
    [LibraryImport(Name)] internal static partial void EVP_MAC_CTX_free(nint context);

    /// <summary>With a null key and null parameters it starts over with the key of before.</summary>
    [LibraryImport(Name)] internal static partial int EVP_MAC_init(nint context, byte* key, nuint keyLength, OsslParameter* parameters);
    [LibraryImport(Name)] internal static partial int EVP_MAC_update(nint context, byte* data, nuint length);
    [LibraryImport(Name)] internal static partial int EVP_MAC_final(nint context, byte* output, nuint* outputLength, nuint outputSize);

    /// <summary>OSSL_PARAM: 40 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OsslParameter
    {
        internal byte* Key;
        internal uint DataType;
        internal void* Data;
        internal nuint DataSize;
        internal nuint ReturnSize;

        internal const uint Utf8String = 4;
        internal const uint OctetString = 5;
    }

    /// <summary>The oldest error of this thread's queue as text; the queue is empty afterwards. For messages about our own machine, never about peers' input.</summary>
    internal static string TakeError()
    {
        const int Size = 256;
        var text = stackalloc byte[Size];
        ERR_error_string_n(ERR_get_error(), text, Size);
        ERR_clear_error();
        return Marshal.PtrToStringUTF8((nint)text) ?? "unknown error";
    }
}
