using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.People;

/// <summary>Tokens of invites: <c>{invite id}.{signature}</c>. A token only names its invite; whether that still holds, the store says.</summary>
public sealed class InviteTokens(SigningKey key)
{
    private const string Purpose = "invite";

    public string For(InviteId invite) => $"{invite.Value}.{key.Sign(Purpose, invite.Value)}";

    /// <returns>False for anything this server's key didn't sign.</returns>
    public bool TryRead(string token, out InviteId invite)
    {
        invite = default;
        if (token.Length is < Ulid.Length + 2 or > 200 || token[Ulid.Length] != '.') return false;
        var id = token[..Ulid.Length];
        if (!key.Verify(Purpose, id, token[(Ulid.Length + 1)..])) return false;

        invite = new(id);
        return true;
    }
}
