namespace LiveDialogue.Server.Ops;

/// <summary>A personal value (a name, an address, a question's text) on its way to a log: what is written is that there was one.</summary>
public readonly record struct Private<T>(T Value)
{
    public override string ToString() => Value is null ? "[none]" : "[private]";
}
