namespace LiveDialogue.Server.Ops;

/// <summary>Whether the start is over. Until then the host's own report of a failure is left out: whoever starts us tells it, in a sentence or with its stack.</summary>
internal sealed class StartPhase
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    private volatile bool _isOver;

    public void End() => _isOver = true;

    /// <remarks>Only errors: that a background service ended the host, which is critical, is told always.</remarks>
    public void Quieten(LoggerFilterOptions filters) =>
        filters.Rules.Add(new(providerName: null, Host, LogLevel.Warning, (_, _, level) => _isOver || level != LogLevel.Error));
}
