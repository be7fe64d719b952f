using LiveDialogue.Server.Events;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>Works a change out over the occurrences it is for. Trying it and storing it go the same way; only one of them writes. Thread-safe.</summary>
internal sealed class ChangeSeries(SeriesStore store, IDateTimeZoneProvider zones, IClock clock)
{
    /// <summary>What the change would come to; nothing is stored.</summary>
    public SeriesChanged Try(StoredSeries series, SeriesChangeRequest request)
    {
        if (Refusal(series, request) is { } refusal) return refusal;
        try
        {
            return new SeriesChanged.Good([.. InScope(series, request).Select(o => new ChangedOccurrence(o, Apply(request, o, o.Event)))]);
        }
        catch (SeriesRefusedException refused) when (refused.Why is { } why)
        {
            return new SeriesChanged.Refused(refused.Number, why);
        }
    }

    /// <param name="ifMatch">The series' ETag as it was read, or <c>*</c>.</param>
    public async Task<SeriesChanged> StoreAsync(StoredSeries series, SeriesChangeRequest request, string ifMatch, CancellationToken ct)
    {
        if (Refusal(series, request) is { } refusal) return refusal;
        var changed = new List<ChangedOccurrence>();
        var title = request is { Scope: "all", Cancel: false } ? request.Event?.Title : null;
        var kind = request.Cancel ? "cancelled" : request.Scope == "one" ? SeriesRows.ByItself : SeriesRows.Together;
        var edit = new SeriesEdit([.. InScope(series, request).Select(o => o.Number)], kind, title);
        try
        {
            var current = await store.ChangeAsync(series, tag => ifMatch == "*" || ifMatch == tag, edit, Change, ct);
            return current ? new SeriesChanged.Good(changed) : new SeriesChanged.Stale(series.Version);
        }
        catch (SeriesRefusedException refused) when (refused.Why is { } why)
        {
            return new SeriesChanged.Refused(refused.Number, why);
        }

        LiveEvent? Change(Occurrence occurrence, LiveEvent now)
        {
            var after = Apply(request, occurrence, now);
            changed.Add(new(occurrence with { Event = now }, after));
            return after;
        }
    }

    private static SeriesChanged? Refusal(StoredSeries series, SeriesChangeRequest request)
    {
        var errors = SeriesDraft.CheckChange(request);
        if (errors.Count > 0) return new SeriesChanged.Invalid(errors);
        return InScope(series, request).Any() ? null : new SeriesChanged.NoSuchOccurrence();
    }

    private static IEnumerable<Occurrence> InScope(StoredSeries series, SeriesChangeRequest request) =>
        series.Occurrences.Where(o => request.Scope == "all" || o.Number == request.Number || (request.Scope == "following" && o.Number > request.Number));

    // What is over, on air or off stays as it is.
    private LiveEvent? Apply(SeriesChangeRequest request, Occurrence occurrence, LiveEvent now)
    {
        if (!Occurrence.MayChange(now, clock.GetCurrentInstant())) return null;
        if (request.Cancel) return now.Cancel();
        var drafted = SeriesDraft.Change(request, now, movesTime: request.Scope == "one" || !occurrence.Edited, zones);
        return drafted is Drafted.Good { Event: var changed } ? changed : throw new SeriesRefusedException(occurrence.Number, drafted);
    }
}
