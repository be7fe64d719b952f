using System.Net;
using LiveDialogue.Simulator.Transport;

namespace LiveDialogue.Simulator.Signalling;

/// <summary>Keeps one simulated peer connected until it is told to stop: offers, waits for the end, offers again, with jitter below 2 s, or later after "not now".</summary>
internal static class Reconnecting
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.2);

    /// <summary>After "not now": the event is over, or isn't on yet, and will be so for a while.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <param name="say">Told in a sentence what happened, for the console.</param>
    internal static async Task RunAsync(
        PeerLoop loop, Signaller signaller, Func<IceCredentials, string> offer, Func<Answer, Action<TransportEnd>, ITransportUser> user,
        Action<string> say, CancellationToken ct)
    {
        var said = "";
        while (!ct.IsCancellationRequested)
        {
            var isNotNow = false;
            try
            {
                (var happened, isNotNow) = await OnceAsync(loop, signaller, offer, user, ct);
                if (!ct.IsCancellationRequested && !(isNotNow && happened == said)) say(happened);
                said = happened;
            }
            catch (HttpRequestException unreachable)
            {
                say($"The server can't be reached: {unreachable.Message}");
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                say("The server didn't answer the offer in time.");
            }
            var wait = isNotNow ? Patience : ShortestWait + ((LongestWait - ShortestWait) * Random.Shared.NextDouble());
            await Task.Delay(wait, TimeProvider.System, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task<(string Happened, bool IsNotNow)> OnceAsync(
        PeerLoop loop, Signaller signaller, Func<IceCredentials, string> offer, Func<Answer, Action<TransportEnd>, ITransportUser> user, CancellationToken ct)
    {
        var ice = IceCredentials.New();
        var signalled = await signaller.OfferAsync(offer(ice), ct);
        if (signalled is not Signalled.Accepted accepted)
        {
            var refused = (Signalled.Refused)signalled; // the only other case
            return ($"The server refused the offer with {(int)refused.Status}: {refused.Reason}", refused.Status == HttpStatusCode.Conflict);
        }
        var ended = new TaskCompletionSource<TransportEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var tag = loop.Connect(ice, accepted.Answer, user(accepted.Answer, reason => ended.TrySetResult(reason)));
        await using var stop = ct.Register(() => loop.Close(tag));
        var end = await ended.Task;
        if (end == TransportEnd.Stopped && accepted.Session is not null) await signaller.EndAsync(accepted.Session, CancellationToken.None);
        return ($"The connection ended: {end}.", false);
    }
}
