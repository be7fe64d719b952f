using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Ops;

/// <summary>What an operator can put right: told in a sentence, without a stack.</summary>
internal static class StartRefusal
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;

    /// <returns>Null for what is a bug of ours.</returns>
    public static string? Reason(Exception error) => error switch
    {
        OptionsValidationException options => string.Join(' ', options.Failures),
        StorageRefusedException => error.Message,
        IOException { InnerException: AddressInUseException } => $"{error.Message} Start with another --port, or stop what listens there.",
        InvalidOperationException { InnerException: ArgumentException or FormatException } => error.Message,   // configuration of the wrong type
        UnauthorizedAccessException => error.Message,
        _ => null,
    };
}
