namespace LiveDialogue.Server.Pages.Hosts;

/// <summary>The plain form of an invite, as typed.</summary>
public sealed record InviteForm(string Role, string Name, string Place, string Title, string Zone, string Language, string Email, bool Safeguarding = false)
{
    public static InviteForm Of(IFormCollection form) =>
        new(form["role"].ToString(), form["name"].ToString().Trim(), form["place"].ToString().Trim(), form["title"].ToString().Trim(), form["zone"].ToString().Trim(), form["language"].ToString(), form["email"].ToString().Trim(), form["safeguarding"].Count > 0);
}

/// <summary>An invite just made: its link is shown this once.</summary>
public sealed record FreshInvite(string Id, string Name, string Url);
