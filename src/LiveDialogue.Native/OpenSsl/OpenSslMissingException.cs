namespace LiveDialogue.Native.OpenSsl;

/// <summary>The machine lacks OpenSSL 3. The message tells the operator what to install.</summary>
public sealed class OpenSslMissingException(string library)
    : Exception($"{library} can't be loaded. LiveDialogue needs OpenSSL 3: install the package libssl3 (Debian, Ubuntu) or openssl-libs (Fedora) and start again.");
