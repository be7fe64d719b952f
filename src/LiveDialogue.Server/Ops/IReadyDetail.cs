namespace LiveDialogue.Server.Ops;

/// <summary>Something an operator looks for at <c>/health/ready</c>, without which the server is ready all the same. Registered as a singleton by its slice.</summary>
internal interface IReadyDetail
{
    (string Name, string Text) ReadyDetail { get; }
}
