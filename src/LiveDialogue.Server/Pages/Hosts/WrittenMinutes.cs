using System.Globalization;
using NodaTime;

namespace LiveDialogue.Server.Pages.Hosts;

/// <summary>Lengths as forms have them: minutes, with a point where seconds are left over.</summary>
internal static class WrittenMinutes
{
    public static string Write(Duration duration) => ((decimal)duration.TotalSeconds / 60).ToString("0.##", CultureInfo.InvariantCulture);

    /// <returns>ISO 8601 as the API takes it; empty for what is no number.</returns>
    public static string Read(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 10_080
            ? string.Create(CultureInfo.InvariantCulture, $"PT{Math.Round(minutes * 60):0}S")
            : "";
}
