using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Fuzz.Targets;

internal static class StunTarget
{
    private static readonly byte[] Answer = new byte[256];

    private static ReadOnlySpan<byte> Key => "VOkJxbRl1RmTxUk/WvJxBt"u8;

    public static FuzzTarget Create()
    {
        var request = new byte[256];
        var length = StunWriter.BindingRequest(request, "abcdefghijkl"u8, "evtj:h6vY"u8, Key, 1, 2, controlling: true, useCandidate: true);
        var success = new byte[256];
        var successLength = StunWriter.BindingSuccess(success, "abcdefghijkl"u8, new byte[16], 9, Key);
        var error = new byte[256];
        var errorLength = StunWriter.BindingError(error, "abcdefghijkl"u8, 487, "Role Conflict"u8, Key);
        return new("stun", "stun", [request[..length], success[..successLength], error[..errorLength]], Check);
    }

    private static void Check(ReadOnlySpan<byte> input)
    {
        if (!StunMessage.TryParse(input, out var message)) return;

        _ = message.Type;
        _ = message.Username.Length + message.TransactionId.Length + message.Method;
        _ = (message.Priority, message.IceControlled, message.IceControlling, message.ErrorCode, message.HasUseCandidate);
        _ = message.TryGetUfrags(out _, out _);
        _ = message.VerifyFingerprint();
        Property.Holds(!message.VerifyIntegrity(Key) || message.HasIntegrity, "Integrity is verified only where it is.");

        Span<byte> address = stackalloc byte[16];
        if (!message.TryGetMappedAddress(address, out var addressLength, out var port)) return;

        var length = StunWriter.BindingSuccess(Answer, message.TransactionId, address[..addressLength], port, Key);
        Property.Holds(StunMessage.TryParse(Answer.AsSpan(0, length), out var again), "A written success parses.");
        Property.Holds(again.VerifyIntegrity(Key) && again.VerifyFingerprint(), "A written success verifies.");
        Span<byte> sameAddress = stackalloc byte[16];
        Property.Holds(
            again.TryGetMappedAddress(sameAddress, out var sameLength, out var samePort) && samePort == port
                && sameAddress[..sameLength].SequenceEqual(address[..addressLength]),
            "A written address reads the same.");
    }
}
