namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>How well an hour suits an office, best first. A meeting suits it as well as its worst minute does.</summary>
public enum Convenience
{
    /// <summary>A working day, within the office's hours.</summary>
    Day,

    /// <summary>A working day, before or after them, but awake.</summary>
    Edge,

    /// <summary>Hours the office wants kept free: prayer, school, curfew.</summary>
    Quiet,

    /// <summary>No working day: weekend or holiday.</summary>
    DayOff,

    /// <summary>From 23:00 to 06:00.</summary>
    Night,
}
