using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveDialogue.Server.Tests.Events.Calendar;

/// <summary>
/// Reads a calendar file by the letter of RFC 5545, 5546 and 7986, and says all that is wrong with it. Knows what we write, and nothing else:
/// a property or parameter not listed here is a mistake.
/// </summary>
internal static partial class StrictCalendar
{
    private const string DateTime = @"^\d{8}T\d{6}$", Utc = @"^\d{8}T\d{6}Z$", Zoned = @"^\d{8}T\d{6}Z?$", Offset = @"^[+-]\d{4}(\d{2})?$", Text = @"^([^\\;,]|\\[\\;,nN])*$",
        Uri = @"^[a-z]+:\S+$", Number = @"^\d+$", Duration = @"^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$", Rule = @"^FREQ=YEARLY;BYMONTH=\d{1,2};BYDAY=(-?\d)?(MO|TU|WE|TH|FR|SA|SU)(;BYMONTHDAY=\d+(,\d+)*)?$";

    /// <summary>By component: property, its value's form, least and most occurrences.</summary>
    private static readonly Dictionary<string, (string Name, string Form, int Least, int Most)[]> Properties = new(StringComparer.Ordinal)
    {
        ["VCALENDAR"] =
        [
            ("VERSION", @"^2\.0$", 1, 1), ("PRODID", Text, 1, 1), ("CALSCALE", "^GREGORIAN$", 0, 1), ("METHOD", "^(PUBLISH|REQUEST|CANCEL)$", 0, 1), ("NAME", Text, 0, 1),
            ("X-WR-CALNAME", Text, 0, 1), ("SOURCE", Uri, 0, 1), ("REFRESH-INTERVAL", Duration, 0, 1), ("X-PUBLISHED-TTL", Duration, 0, 1),
        ],
        ["VTIMEZONE"] = [("TZID", Text, 1, 1)],
        ["STANDARD"] = [("DTSTART", DateTime, 1, 1), ("RRULE", Rule, 0, 1), ("TZOFFSETFROM", Offset, 1, 1), ("TZOFFSETTO", Offset, 1, 1), ("TZNAME", Text, 0, 1)],
        ["DAYLIGHT"] = [("DTSTART", DateTime, 1, 1), ("RRULE", Rule, 0, 1), ("TZOFFSETFROM", Offset, 1, 1), ("TZOFFSETTO", Offset, 1, 1), ("TZNAME", Text, 0, 1)],
        ["VEVENT"] =
        [
            ("UID", Text, 1, 1), ("SEQUENCE", Number, 1, 1), ("DTSTAMP", Utc, 1, 1), ("CREATED", Utc, 0, 1), ("LAST-MODIFIED", Utc, 0, 1), ("DTSTART", Zoned, 1, 1), ("DURATION", Duration, 1, 1),
            ("SUMMARY", Text, 1, 1), ("DESCRIPTION", Text, 0, 1), ("URL", Uri, 0, 1), ("CONFERENCE", Uri, 0, 9), ("ORGANIZER", "^mailto:[^ ]+@[^ ]+$", 0, 1), ("ATTENDEE", "^mailto:[^ ]+@[^ ]+$", 0, 9),
            ("STATUS", "^(CONFIRMED|CANCELLED)$", 0, 1), ("TRANSP", "^(OPAQUE|TRANSPARENT)$", 0, 1),
        ],
    };

    private static readonly Dictionary<string, string> Inside = new(StringComparer.Ordinal)
    {
        ["VCALENDAR"] = "",
        ["VTIMEZONE"] = "VCALENDAR",
        ["VEVENT"] = "VCALENDAR",
        ["STANDARD"] = "VTIMEZONE",
        ["DAYLIGHT"] = "VTIMEZONE",
    };

    private static readonly string[] Parameters = ["TZID", "LANGUAGE", "VALUE", "FEATURE", "CN", "CUTYPE", "ROLE", "PARTSTAT", "RSVP"];

    /// <returns>Each mistake in a sentence; none for a good file.</returns>
    public static IReadOnlyList<string> Problems(byte[] file)
    {
        var problems = new List<string>();
        var lines = Unfold(file, problems);
        var open = new Stack<Component>();
        var all = new List<Component>();
        foreach (var line in lines)
        {
            var match = ContentLine().Match(line);
            if (!match.Success)
            {
                problems.Add($"not a content line: {line}");
                continue;
            }
            var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
            if (name == "BEGIN")
            {
                var parent = open.Count == 0 ? "" : open.Peek().Name;
                if (!Inside.TryGetValue(value, out var expected) || expected != parent) problems.Add($"{value} inside '{parent}'");
                open.Push(new(value));
                all.Add(open.Peek());
            }
            else if (name == "END")
            {
                if (open.Count == 0 || open.Pop().Name != value) problems.Add($"END:{value} closes nothing");
            }
            else if (open.Count == 0)
            {
                problems.Add($"{name} outside of all components");
            }
            else
            {
                open.Peek().Properties.Add((name, match.Groups["parameter"].Captures.Select(c => c.Value).ToArray(), value));
            }
        }
        if (open.Count > 0) problems.Add($"{open.Peek().Name} is never closed");
        if (all.Count(c => c.Name == "VCALENDAR") != 1) problems.Add("not one VCALENDAR");
        foreach (var component in all) CheckProperties(component, problems);
        CheckZones(all, problems);
        CheckMethod(all, problems);
        return problems;
    }

    private static List<string> Unfold(byte[] file, List<string> problems)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var lines = new List<string>();
        for (var start = 0; start < file.Length;)
        {
            var end = Array.IndexOf(file, (byte)'\n', start);
            if (end <= start || file[end - 1] != '\r')
            {
                problems.Add("a line that doesn't end in CRLF");
                return lines;
            }
            var octets = file.AsSpan(start, end - 1 - start);
            if (octets.Length > 75) problems.Add($"a line of {octets.Length} octets");
            try
            {
                var text = strict.GetString(octets);   // of the physical line alone: no character is cut in two
                if (text.Any(char.IsControl)) problems.Add("a control character");
                if (text.StartsWith(' ') && lines.Count > 0) lines[^1] += text[1..];
                else lines.Add(text);
            }
            catch (DecoderFallbackException)
            {
                problems.Add("a line that isn't UTF-8 by itself");
            }
            start = end + 1;
        }
        return lines;
    }

    private static void CheckProperties(Component component, List<string> problems)
    {
        if (!Properties.TryGetValue(component.Name, out var known)) return;
        foreach (var (name, parameters, value) in component.Properties)
        {
            var form = known.FirstOrDefault(p => p.Name == name).Form;
            if (form is null) problems.Add($"{name} in {component.Name}");
            else if (!Regex.IsMatch(value, form, RegexOptions.Singleline, TimeSpan.FromSeconds(1))) problems.Add($"{name}:{value}");
            if (name.StartsWith("DT", StringComparison.Ordinal) && value.Length >= 15 && !IsTime(value)) problems.Add($"{name}:{value} is no time");
            foreach (var parameter in parameters)
                if (!Parameters.Contains(parameter.Split('=')[0])) problems.Add($"parameter {parameter} of {name}");
        }
        foreach (var (name, _, least, most) in known)
            if (component.All(name).Count() is var count && (count < least || count > most)) problems.Add($"{count} {name} in {component.Name}");
    }

    private static bool IsTime(string value) =>
        System.DateTime.TryParseExact(value.TrimEnd('Z'), "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // §3.2.19: each TZID is defined once, in this file; §3.6.5: a zone has observances, and what is defined is used.
    private static void CheckZones(List<Component> all, List<string> problems)
    {
        var defined = all.Where(c => c.Name == "VTIMEZONE").SelectMany(c => c.All("TZID")).Select(p => p.Value).ToList();
        var used = all.Where(c => c.Name == "VEVENT").SelectMany(c => c.All("DTSTART")).SelectMany(p => p.Parameters).Where(p => p.StartsWith("TZID=", StringComparison.Ordinal)).Select(p => p[5..]).ToHashSet(StringComparer.Ordinal);
        if (defined.Distinct(StringComparer.Ordinal).Count() != defined.Count) problems.Add("a TZID defined twice");
        foreach (var zone in used.Except(defined)) problems.Add($"TZID {zone} isn't defined");
        foreach (var zone in defined.Except(used).Where(_ => all.Exists(c => c.Name == "VEVENT"))) problems.Add($"TZID {zone} isn't used");
        foreach (var timezone in all.Where(c => c.Name == "VTIMEZONE"))
            if (all.SkipWhile(c => c != timezone).Skip(1).TakeWhile(c => c.Name is "STANDARD" or "DAYLIGHT").ToList() is var observances && observances.All(o => o.Name != "STANDARD"))
                problems.Add("a VTIMEZONE without STANDARD");
        foreach (var vevent in all.Where(c => c.Name == "VEVENT"))
            foreach (var (_, parameters, value) in vevent.All("DTSTART"))
                if (value.EndsWith('Z') == parameters.Any(p => p.StartsWith("TZID=", StringComparison.Ordinal))) problems.Add("DTSTART is floating, or in two zones at once");
    }

    // RFC 5546 §3.2.1, §3.2.2, §3.2.5.
    private static void CheckMethod(List<Component> all, List<string> problems)
    {
        var method = all.FirstOrDefault(c => c.Name == "VCALENDAR")?.All("METHOD").FirstOrDefault().Value;
        foreach (var vevent in all.Where(c => c.Name == "VEVENT"))
        {
            var (organizers, attendees) = (vevent.All("ORGANIZER").Count(), vevent.All("ATTENDEE").Count());
            if (method is null) problems.Add("an event without METHOD");
            if (organizers == 0) problems.Add("an event without ORGANIZER");
            if (method == "PUBLISH" && attendees > 0) problems.Add("PUBLISH names an attendee");
            if (method is "REQUEST" or "CANCEL" && attendees == 0) problems.Add($"{method} without an attendee");
            if (method == "CANCEL" && vevent.All("STATUS").Any(s => s.Value != "CANCELLED")) problems.Add("CANCEL of what is confirmed");
            var (stamp, modified) = (vevent.All("DTSTAMP").FirstOrDefault().Value, vevent.All("LAST-MODIFIED").FirstOrDefault().Value);
            if (string.CompareOrdinal(stamp, modified) < 0) problems.Add("DTSTAMP before LAST-MODIFIED");
        }
        var uids = all.Where(c => c.Name == "VEVENT").SelectMany(c => c.All("UID")).Select(u => u.Value).ToList();
        if (uids.Distinct(StringComparer.Ordinal).Count() != uids.Count) problems.Add("a UID twice");
        if (uids.Count == 0 && method is not null) problems.Add("a METHOD without an event");
        if (all.Count < 2) problems.Add("a calendar without a component");
    }

    [GeneratedRegex("""^(?<name>[A-Z0-9-]+)(;(?<parameter>[A-Z-]+=("[^"\x00-\x1F]*"|[^";:,\x00-\x1F]*)(,("[^"]*"|[^";:,]*))*))*:(?<value>.*)$""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContentLine();

    private sealed record Component(string Name)
    {
        public List<(string Name, string[] Parameters, string Value)> Properties { get; } = [];

        public IEnumerable<(string Name, string[] Parameters, string Value)> All(string name) => Properties.Where(p => p.Name == name);
    }
}
