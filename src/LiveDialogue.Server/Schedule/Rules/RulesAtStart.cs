namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>Weighs the rules of a new build against the events before the first request is answered.</summary>
internal sealed class RulesAtStart(NewerRules newer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => newer.BeginAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
