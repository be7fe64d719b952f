using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions.Audit;

/// <summary>Who does what: goes into the moderation log with the change.</summary>
/// <param name="Actor">The moderator's invite, "host", <see cref="Rule"/> or <see cref="Audience"/>.</param>
/// <param name="Action">The command's name: approve, reject, bulk-approve, undo…</param>
internal sealed record Deed(string Actor, string Action)
{
    /// <summary>The program itself.</summary>
    public const string Rule = "rule";

    /// <summary>Somebody who watches.</summary>
    public const string Audience = "audience";

    /// <summary>JSON object of ids, words of ours and numbers; never a person's words or name.</summary>
    public string? Detail { get; init; }

    public static Deed By(Caller caller, string action) => new(ActorOf(caller), action);

    public static string ActorOf(Caller caller) => caller.Invite is { } invite ? invite.Value : "host";
}
