using System.Text;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Schedule.Series;
using NodaTime;

namespace LiveDialogue.Fuzz.Targets;

/// <summary>What hosts type: into a calendar file that stays one, and out of a request that is refused in words or becomes events.</summary>
internal static class CalendarTarget
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly IClock Clock = new StoppedClock();

    public static FuzzTarget CreateFile() => new(
        "calendar", null,
        [
            "Voices; \"من غوما\", 对话\0One hour.\r\n\r\nFour offices.\0Amina \"the\" Ouédraogo\0amina@example.org"u8.ToArray(),
            "x\r\nBEGIN:VALARM\u2028\0\\\\;,\n\0A\r\nATTENDEE:mailto:x@y\0\"b\r\n;x,\"@example.org"u8.ToArray(), "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉\0\0\0"u8.ToArray(),
        ],
        CheckFile)
    { AllocationBase = 256 * 1024, AllocationPerByte = 256 };

    public static FuzzTarget CreateSeries() => new(
        "series", null,
        [
            """{"event":{"title":"Voices","start":"2027-03-09T09:00","zone":"America/New_York","duration":"PT1H30M","offices":[{"name":"Goma","zone":"Africa/Lubumbashi"}]},"repeat":{"every":"week","interval":2,"days":["monday","thursday"],"count":9},"times":["09:00","17:00"],"gap":"after-gap","overlap":"later"}"""u8.ToArray(),
            """{"event":{"title":"x","start":"2099-12-31T23:30","zone":"UTC","languages":["en","fr"],"description":"*"},"repeat":{"every":"month","nth":-1,"until":"2099-12-31"}}"""u8.ToArray(),
        ],
        CheckSeries)
    { AllocationBase = 8 * 1024 * 1024, AllocationPerByte = 16 * 1024 };

    private sealed class StoppedClock : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2027, 3, 1, 12, 0);
    }

    private static void CheckFile(ReadOnlySpan<byte> input)
    {
        var words = Encoding.UTF8.GetString(input).Split('\0', 4);
        var e = PlanEvent.Blank(Clock, draft: false) with { Id = new("01ARZ3NDEKTSV4RRFFQ69G5FAV"), Title = words[0], Description = words.ElementAtOrDefault(1) ?? "" };
        var (name, address) = (words.ElementAtOrDefault(2) ?? "", words.ElementAtOrDefault(3) ?? "");
        var request = new CalendarMessage.Request(new(name, "dialogue@example.org"), new(name, address), e.CreatedAt);

        var file = Strict.GetString(CalendarFile.Write(request, [new(e, new Uri("http://localhost/e/voices"))], DateTimeZoneProviders.Tzdb));

        var lines = file.Split("\r\n");
        Property.Holds(lines[^1].Length == 0 && !file.Replace("\r\n", "", StringComparison.Ordinal).Any(char.IsControl), "Lines end in CRLF, and nothing else is a control.");
        Property.Holds(lines.All(line => Strict.GetByteCount(line) <= 75), "No line is longer than 75 octets.");
        var unfolded = file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Property.Holds(unfolded.Length == 24 && unfolded.Count(line => line.StartsWith("BEGIN:", StringComparison.Ordinal)) == 2, "No input adds a line.");
        Property.Holds(unfolded.Count(line => line.StartsWith("ATTENDEE;", StringComparison.Ordinal)) == 1, "One person is asked.");
        var written = MailName.Of(name);
        var rest = written.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal);
        Property.Holds(!written.Any(char.IsControl) && (!Ascii.IsValid(written) || rest.AsSpan().IndexOfAny('"', '\\') < 0), "A name ends no quotes.");
    }

    private static void CheckSeries(ReadOnlySpan<byte> input)
    {
        SeriesRequest? request;
        try
        {
            request = JsonSerializer.Deserialize<SeriesRequest>(input, Json.Options);
        }
        catch (JsonException)
        {
            return;   // 400, by the framework
        }
        if (request is null) return;

        switch (SeriesDraft.Apply(request, () => PlanEvent.Blank(Clock, draft: true), DateTimeZoneProviders.Tzdb))
        {
            case SeriesDrafted.Good good:
                Property.Holds(good.Events.Count is >= 1 and <= SeriesDraft.MaxOccurrences, "A series has an end.");
                Property.Holds(good.Events.All(e => e.Start.Meant.Local.Year is >= 1900 and < 2100 && e.Duration > Duration.Zero && e.Title.Length is >= 1 and <= 200 && e.Offices.Count <= 200), "What is taken is within bounds.");
                Property.Holds(good.Events.All(e => e.Start.Meant.Resolve(DateTimeZoneProviders.Tzdb).Choose(e.Start.Choice)?.ToInstant() == e.Start.At), "A start comes to its moment.");
                break;
            case SeriesDrafted.Invalid invalid:
                Property.Holds(invalid.Errors.Count > 0 && invalid.Errors.Values.All(words => words.Length > 0), "A refusal says what is wrong.");
                break;
            case SeriesDrafted.Refused refused:
                Property.Holds(refused.Number is >= 1 and <= SeriesDraft.MaxOccurrences && refused.Why is not Drafted.Good, "A refusal names its occurrence.");
                break;
            default:
                throw new PropertyException("A request becomes one of three.");
        }
    }
}
