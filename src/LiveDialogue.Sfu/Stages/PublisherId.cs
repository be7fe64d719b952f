namespace LiveDialogue.Sfu.Stages;

/// <summary>Who publishes: the id of the speaker's invite. It outlives sessions, so a speaker who comes back has the same one.</summary>
public readonly record struct PublisherId(string Value)
{
    /// <summary>Stands in slots for the mixed program; no speaker's.</summary>
    public static readonly PublisherId Program = new("program");

    public override string ToString() => Value;
}
