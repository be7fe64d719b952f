using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Events;

/// <summary>POST <c>/api/v1/events</c>.</summary>
internal static class PlanEvent
{
    public static async Task<Results<Created<EventView>, ProblemHttpResult>> HandleAsync(
        EventRequest request, EventStore store, IDateTimeZoneProvider zones, IClock clock, HttpContext http, CancellationToken ct)
    {
        var drafted = EventDraft.Apply(request, Blank(clock, request.Draft), isNew: true, zones);
        if (drafted is not Drafted.Good { Event: var planned }) return Refusal(drafted);

        var added = await store.AddAsync(planned with { Slug = Slugs.For(planned.Title, planned.Id) }, ct);
        http.Response.Headers.ETag = EventView.ETagOf(added);
        return TypedResults.Created($"/api/v1/events/{added.Id}", EventView.Of(added));
    }

    /// <summary>An event with everything that may be left out.</summary>
    public static LiveEvent Blank(IClock clock, bool draft)
    {
        var now = clock.GetCurrentInstant();
        return new()
        {
            Id = new(Ulid.New(clock)),
            Slug = "",
            Title = "",
            Description = "",
            State = draft ? EventState.Draft : EventState.Published,
            Stage = StageKind.Moderated,
            Start = new(new(default, "UTC"), null, default, Offset.Zero, ""),
            Duration = Duration.FromHours(1),
            Languages = ["en"],
            Offices = [],
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
            RevisedAt = now,
        };
    }

    /// <summary>Why a request wasn't taken, as a problem.</summary>
    public static ProblemHttpResult Refusal(Drafted drafted) => drafted switch
    {
        Drafted.Invalid invalid => Problems.Invalid(invalid.Errors),
        Drafted.UnknownZone unknown => Problems.UnknownZone(unknown.Field, unknown.Zone),
        Drafted.MustChoose choose => Problems.Of(
            StatusCodes.Status409Conflict,
            "Choose the start",
            choose.Resolution is StartResolution.Skipped ? "Clocks jump over this local time." : "This local time happens twice.",
            ("choices", StartChoice.Of(choose.Resolution))),
        _ => throw new ArgumentException("It was taken.", nameof(drafted)),
    };
}
