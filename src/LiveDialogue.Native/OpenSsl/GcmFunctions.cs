using System.Runtime.InteropServices;
using System.Text;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>
/// AES-128-GCM as OpenSSL's provider implements it, called without the EVP layer in between (provider-cipher(7)). EVP asks the cipher for the length
/// of its IV, by name, on every packet: a seventh of what a packet's encryption costs.
/// </summary>
internal sealed unsafe class GcmFunctions
{
    // OSSL_FUNC_CIPHER_… of core_dispatch.h
    private const int NewContext = 1, EncryptInit = 2, DecryptInit = 3, Update = 4, Final = 5, FreeContext = 7, GetParameters = 10, SetParameters = 11;
    private const int CipherOperation = 2;    // OSSL_OP_CIPHER

    private readonly nint _providerContext;
    private readonly delegate* unmanaged<nint, nint> _new;
    private readonly delegate* unmanaged<nint, void> _free;

    // What a packet calls, without telling the collector (SuppressGCTransition): none waits or calls back, and each is over within a microsecond.
    private readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, byte*, nuint, void*, int> _encryptInit, _decryptInit;
    private readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, byte*, nuint, int> _update;
    private readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, int> _final;
    private readonly delegate* unmanaged[SuppressGCTransition]<nint, LibCrypto.OsslParameter*, int> _get, _set;

    /// <summary>One for the process; the algorithm is held for ever.</summary>
    private static readonly Lazy<GcmFunctions> Only = new(() => new());

    private GcmFunctions()
    {
        var cipher = LibCrypto.EVP_CIPHER_fetch(0, "AES-128-GCM", 0);
        var provider = cipher == 0 ? 0 : LibCrypto.EVP_CIPHER_get0_provider(cipher);
        if (provider == 0) throw new InvalidOperationException($"OpenSSL has no AES-128-GCM: {LibCrypto.TakeError()}");
        _providerContext = LibCrypto.OSSL_PROVIDER_get0_provider_ctx(provider);
        for (var entry = Find(provider); (int)entry[0] != 0; entry += 2)    // OSSL_DISPATCH: number, address
        {
            var address = entry[1];
            switch ((int)entry[0])
            {
                case NewContext: _new = (delegate* unmanaged<nint, nint>)address; break;
                case FreeContext: _free = (delegate* unmanaged<nint, void>)address; break;
                case EncryptInit: _encryptInit = (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, byte*, nuint, void*, int>)address; break;
                case DecryptInit: _decryptInit = (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, byte*, nuint, void*, int>)address; break;
                case Update: _update = (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, byte*, nuint, int>)address; break;
                case Final: _final = (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, int>)address; break;
                case GetParameters: _get = (delegate* unmanaged[SuppressGCTransition]<nint, LibCrypto.OsslParameter*, int>)address; break;
                case SetParameters: _set = (delegate* unmanaged[SuppressGCTransition]<nint, LibCrypto.OsslParameter*, int>)address; break;
            }
        }
        if (_new == null || _free == null || _encryptInit == null || _decryptInit == null || _update == null || _final == null || _get == null || _set == null)
            throw new InvalidOperationException("OpenSSL's AES-128-GCM lacks a function that provider-cipher(7) names.");
    }

    internal static GcmFunctions Shared => Only.Value;

    internal nint New(byte* key, int keyLength, bool seals)
    {
        var context = _new(_providerContext);
        if (context == 0) throw new InvalidOperationException($"OpenSSL made no cipher context: {LibCrypto.TakeError()}");
        if ((seals ? _encryptInit : _decryptInit)(context, key, (nuint)keyLength, null, 0, null) == 1) return context;
        _free(context);
        throw new InvalidOperationException($"OpenSSL refused an AES-GCM key: {LibCrypto.TakeError()}");
    }

    internal void Free(nint context) => _free(context);

    /// <summary>The context keeps its key.</summary>
    internal bool Start(nint context, bool seals, byte* nonce, int length) => (seals ? _encryptInit : _decryptInit)(context, null, 0, nonce, (nuint)length, null) == 1;

    /// <param name="output">Null: what comes is associated data.</param>
    internal bool Crypt(nint context, byte* output, byte* input, int length)
    {
        nuint written;
        return _update(context, output, &written, (nuint)length, input, (nuint)length) == 1;
    }

    /// <summary>When opening: false unless the tag given by <see cref="SetTag"/> is right.</summary>
    internal bool Finish(nint context)
    {
        var rest = stackalloc byte[16];
        nuint written;
        return _final(context, rest, &written, 16) == 1;
    }

    internal bool GetTag(nint context, byte* tag, int length) => WithTag(_get, context, tag, length);

    internal bool SetTag(nint context, byte* tag, int length) => WithTag(_set, context, tag, length);

    private static bool WithTag(delegate* unmanaged[SuppressGCTransition]<nint, LibCrypto.OsslParameter*, int> function, nint context, byte* tag, int length)
    {
        var parameters = stackalloc LibCrypto.OsslParameter[2];
        fixed (byte* name = "tag\0"u8)    // OSSL_CIPHER_PARAM_AEAD_TAG
        {
            parameters[0] = new() { Key = name, DataType = LibCrypto.OsslParameter.OctetString, Data = tag, DataSize = (nuint)length, ReturnSize = nuint.MaxValue };
            parameters[1] = default;
            return function(context, parameters) == 1;
        }
    }

    /// <returns>The first entry of the algorithm's OSSL_DISPATCH.</returns>
    private static nint* Find(nint provider)
    {
        int unused;
        // OSSL_ALGORITHM: names, properties, functions, description
        for (var algorithm = (nint*)LibCrypto.OSSL_PROVIDER_query_operation(provider, CipherOperation, &unused); algorithm != null && algorithm[0] != 0; algorithm += 4)
        {
            var names = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)algorithm[0]));
            if (names.Split(':').Contains("AES-128-GCM")) return (nint*)algorithm[2];
        }
        throw new InvalidOperationException("OpenSSL's provider doesn't name AES-128-GCM.");
    }
}
