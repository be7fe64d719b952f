using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.People;

/// <summary>What another slice stores together with an invite, in the same transaction: its mail is written, or neither is stored.</summary>
public interface IInviteCompanion
{
    Task InvitedAsync(DbWriter tx, Invite invite);

    /// <summary>After the invite was marked as revoked.</summary>
    Task RevokedAsync(DbWriter tx, Invite invite);
}
