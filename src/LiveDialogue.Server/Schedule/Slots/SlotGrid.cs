using System.Numerics;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>
/// Every slot of a question against every office. An office's local schedule is laid over UTC once, stretch by stretch between its clock changes,
/// and painted on the slots it touches; no slot asks for its local time. Exact to the second, whatever the zone's offset.
/// </summary>
public sealed class SlotGrid
{
    private const long Day = 86_400;

    private readonly byte[][] _conveniences;   // office, slot -> Convenience
    private readonly byte[] _inside;
    private readonly byte[] _worst;

    private SlotGrid(SlotQuestion question, byte[][] conveniences, byte[] inside, byte[] worst) =>
        (Question, _conveniences, _inside, _worst) = (question, conveniences, inside, worst);

    public SlotQuestion Question { get; }

    /// <param name="zones">Knows every office's zone.</param>
    public static SlotGrid Of(SlotQuestion question, IDateTimeZoneProvider zones)
    {
        var conveniences = new byte[question.Offices.Count][];
        var (inside, worst) = (new byte[question.Slots], new byte[question.Slots]);
        for (var i = 0; i < conveniences.Length; i++)
        {
            conveniences[i] = new byte[question.Slots];
            new Painter(question, conveniences[i]).Paint(question.Offices[i], zones[question.Offices[i].Zone]);
            Count(conveniences[i], inside, worst);
        }
        return new(question, conveniences, inside, worst);
    }

    public Convenience At(int office, int slot) => (Convenience)_conveniences[office][slot];

    /// <summary>How many offices are inside their day.</summary>
    public int Inside(int slot) => _inside[slot];

    /// <summary>How it is for the office it suits least.</summary>
    public Convenience Worst(int slot) => (Convenience)_worst[slot];

    /// <summary>Whether two slots suit each office equally.</summary>
    public bool IsSame(int slot, int other)
    {
        foreach (var office in _conveniences)
            if (office[slot] != office[other]) return false;
        return true;
    }

    private static void Count(byte[] conveniences, byte[] inside, byte[] worst)
    {
        var slot = 0;
        for (; slot + Vector<byte>.Count <= conveniences.Length; slot += Vector<byte>.Count)
        {
            var here = new Vector<byte>(conveniences, slot);
            (new Vector<byte>(inside, slot) + (Vector.Equals(here, Vector<byte>.Zero) & Vector<byte>.One)).CopyTo(inside, slot);
            Vector.Max(here, new Vector<byte>(worst, slot)).CopyTo(worst, slot);
        }
        for (; slot < conveniences.Length; slot++)
        {
            if (conveniences[slot] == 0) inside[slot]++;   // at most 60 offices: fits
            worst[slot] = Math.Max(worst[slot], conveniences[slot]);
        }
    }

    /// <summary>Paints one office's row. Times are seconds since the question's start; local times the same on the office's clock.</summary>
    private readonly ref struct Painter(SlotQuestion question, Span<byte> row)
    {
        private readonly Span<byte> _row = row;
        private readonly long _step = question.StepMinutes * 60L;
        private readonly long _length = (long)question.Length.TotalSeconds;

        public void Paint(PlanningOffice office, DateTimeZone zone)
        {
            var stretches = Stretches(zone);
            for (var level = Convenience.Edge; level <= Convenience.Night; level++)   // the worse is painted over the better
                foreach (var (begin, end, offset) in stretches)
                    for (var date = FloorDay(begin + offset) - 1; date * Day < end + offset; date++)
                        PaintDay(office, level, date, begin, end, offset);
        }

        private void PaintDay(PlanningOffice office, Convenience level, long date, long begin, long end, long offset)
        {
            var day = question.From.PlusDays((int)date);
            var midnight = (date * Day) - offset;
            switch (level)
            {
                case Convenience.Edge:
                    Fill(level, midnight, 0, office.DayFromMinute, begin, end);
                    Fill(level, midnight, office.DayToMinute, 1440, begin, end);
                    break;
                case Convenience.Quiet:
                    foreach (var quiet in office.Quiet)
                        if (quiet.BeginsOn(day.DayOfWeek)) Fill(level, midnight, quiet.FromMinute, quiet.FromMinute + quiet.Minutes, begin, end);
                    break;
                case Convenience.DayOff:
                    if (!office.Works(day)) Fill(level, midnight, 0, 1440, begin, end);
                    break;
                default:
                    Fill(level, midnight, PlanningOffice.NightBegins, 1440 + PlanningOffice.NightEnds, begin, end);
                    break;
            }
        }

        // A slot that begins at a and lasts for the length meets [from, to) if a < to and a + length > from.
        private void Fill(Convenience level, long midnight, int fromMinute, int toMinute, long begin, long end)
        {
            var from = Math.Max(midnight + (fromMinute * 60L), begin);
            var to = Math.Min(midnight + (toMinute * 60L), end);
            if (from >= to) return;
            var first = (int)Math.Max(FloorDivide(from - _length, _step) + 1, 0);
            var last = (int)Math.Min(FloorDivide(to - 1, _step), _row.Length - 1);
            if (first <= last) _row[first..(last + 1)].Fill((byte)level);
        }

        private List<(long Begin, long End, long Offset)> Stretches(DateTimeZone zone)
        {
            var origin = question.Start;
            var (first, last) = (origin - Duration.FromDays(2), question.StartOf(question.Slots) + question.Length + Duration.FromDays(2));
            var stretches = new List<(long Begin, long End, long Offset)>();
            foreach (var interval in zone.GetZoneIntervals(first, last))
            {
                var begin = interval.HasStart && interval.Start > first ? interval.Start : first;
                var end = interval.HasEnd && interval.End < last ? interval.End : last;
                stretches.Add(((long)(begin - origin).TotalSeconds, (long)(end - origin).TotalSeconds, interval.WallOffset.Seconds));
            }
            return stretches;
        }

        private static long FloorDay(long seconds) => FloorDivide(seconds, Day);

        private static long FloorDivide(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);
    }
}
