namespace LiveDialogue.Server.People;

/// <summary>What a caller may do. In JSON and the database in lower case.</summary>
public enum Role
{
    Viewer,
    Speaker,
    Interpreter,
    Moderator,
    Host,
}
