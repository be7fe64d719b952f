namespace LiveDialogue.Sfu.Stages;

public enum PathTroubleKind
{
    /// <summary>Nothing came from a publisher for 1.5 s, or no word from a viewer who is sent to.</summary>
    Silence,

    /// <summary>The client's address changed.</summary>
    Moved,
}
