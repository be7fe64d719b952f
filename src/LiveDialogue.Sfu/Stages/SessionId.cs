namespace LiveDialogue.Sfu.Stages;

/// <summary>One WHIP or WHEP session: 128 random bits as lower-case hex. Whoever knows it may end the session, so it isn't shown to others.</summary>
public readonly record struct SessionId(string Value)
{
    public override string ToString() => Value;
}
