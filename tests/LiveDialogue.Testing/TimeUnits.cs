namespace LiveDialogue.Testing;

/// <summary>Lets a test say <c>180.Milliseconds()</c>.</summary>
public static class TimeUnits
{
    public static TimeSpan Microseconds(this int count) => TimeSpan.FromMicroseconds(count);

    public static TimeSpan Milliseconds(this int count) => TimeSpan.FromMilliseconds(count);

    public static TimeSpan Seconds(this int count) => TimeSpan.FromSeconds(count);

    public static TimeSpan Minutes(this int count) => TimeSpan.FromMinutes(count);
}
