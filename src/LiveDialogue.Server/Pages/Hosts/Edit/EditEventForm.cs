using System.Globalization;
using System.Text.Json;
using LiveDialogue.Server.Events;

namespace LiveDialogue.Server.Pages.Hosts.Edit;

/// <summary>The plain form of an event that is edited: as typed, and as it was filled in before, so that somebody else's edit meanwhile is neither lost nor undone.</summary>
public sealed record EditEventForm
{
    public required NewEventForm Fields { get; init; }
    public required NewEventForm Base { get; init; }

    /// <summary>Of the event that <see cref="Base"/> was read from.</summary>
    public required long Version { get; init; }

    public string Keep { get; init; } = "wall-clock";

    /// <summary>The start whose before and after the host has seen; empty for none.</summary>
    public string Seen { get; init; } = "";

    public static EditEventForm Of(LiveEvent e) => new() { Fields = NewEventForm.Of(e), Base = NewEventForm.Of(e), Version = e.Version };

    /// <returns>Null for a form that isn't ours.</returns>
    public static EditEventForm? Of(IFormCollection form)
    {
        try
        {
            if (JsonSerializer.Deserialize<NewEventForm>(form["base"].ToString()) is not { } basis || !long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return null;
            var typed = NewEventForm.Of(form);
            return new()
            {
                Fields = typed with { Description = Lines(typed.Description), Offices = Lines(typed.Offices), Title = typed.Title.Trim(), Zone = NewEventForm.ZoneOf(typed.Zone) },
                Base = basis,
                Version = version,
                Keep = form["keep"] == "instant" ? "instant" : "wall-clock",
                Seen = form["seen"].ToString(),
            };
        }
        catch (JsonException)
        {
            return null;
        }

        static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();
    }

    public string WriteBase() => JsonSerializer.Serialize(Base with { Resolve = null });

    /// <summary>What was left as it was asks for nothing.</summary>
    public EventRequest ToRequest()
    {
        var all = Fields.ToRequest();
        var moves = (Fields.Date, Fields.Time) != (Base.Date, Base.Time);
        var elsewhere = all.Zone != Base.Zone;
        return new()
        {
            Title = Fields.Title == Base.Title ? null : all.Title,
            Description = Fields.Description == Base.Description ? null : all.Description,
            Start = moves ? all.Start : null,
            Zone = elsewhere ? all.Zone : null,
            Keep = elsewhere && !moves ? Keep : null,
            Resolve = moves || elsewhere ? Fields.Resolve : null,
            Duration = Fields.Minutes == Base.Minutes ? null : all.Duration,
            Languages = Fields.Languages == Base.Languages ? null : all.Languages,
            Offices = Fields.Offices == Base.Offices ? null : all.Offices,
            Stage = Fields.Stage == Base.Stage ? null : all.Stage,
            Minors = Fields.Minors == Base.Minors ? null : all.Minors,
        };
    }

    /// <summary>A start as <see cref="Seen"/> names it.</summary>
    public static string Seal(ScheduledStart start) => $"{start.At.ToUnixTimeSeconds()} {start.Meant.ZoneId}";

    /// <summary>The same wishes on the event as it is now: what was left alone follows it, what was typed stays.</summary>
    public EditEventForm On(LiveEvent now)
    {
        var fresh = NewEventForm.Of(now);
        return this with
        {
            Base = fresh,
            Version = now.Version,
            Seen = "",
            Fields = Fields with
            {
                Title = Merged(f => f.Title),
                Description = Merged(f => f.Description),
                Date = Merged(f => f.Date),
                Time = Merged(f => f.Time),
                Zone = Merged(f => f.Zone),
                Minutes = Merged(f => f.Minutes),
                Languages = Merged(f => f.Languages),
                Offices = Merged(f => f.Offices),
                Stage = Merged(f => f.Stage),
                Minors = Merged(f => f.Minors),
            },
        };

        T Merged<T>(Func<NewEventForm, T> field) => EqualityComparer<T>.Default.Equals(field(Fields), field(Base)) ? field(fresh) : field(Fields);
    }

    /// <summary>What somebody else changed meanwhile, field by field.</summary>
    public IReadOnlyList<FieldConflict> Conflicts(LiveEvent now)
    {
        var fresh = NewEventForm.Of(now);
        (string Label, Func<NewEventForm, string> Field)[] fields =
        [
            ("new.name", f => f.Title), ("new.description", f => f.Description), ("new.date", f => f.Date), ("new.time", f => f.Time), ("new.zone", f => f.Zone),
            ("new.duration", f => f.Minutes), ("new.languages", f => f.Languages), ("new.offices", f => f.Offices), ("planner.minors", f => f.Minors ? "✓" : "–"),
        ];
        return [.. fields.Where(f => f.Field(Base) != f.Field(fresh)).Select(f => new FieldConflict(f.Label, f.Field(Base), f.Field(fresh), Yours: f.Field(Fields) != f.Field(Base)))];
    }
}

/// <param name="Label">The field's message key.</param>
/// <param name="Yours">The host typed something else there, which is kept.</param>
public sealed record FieldConflict(string Label, string Before, string After, bool Yours);
