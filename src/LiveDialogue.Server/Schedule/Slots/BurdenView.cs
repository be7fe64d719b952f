using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Answer of <c>/api/v1/schedule/burden</c>: who has the night over a series.</summary>
/// <param name="Words">"Suva has the night every time."</param>
/// <param name="Offices">In the request's order.</param>
public sealed record BurdenView(int Of, string Words, IReadOnlyList<OfficeBurdenView> Offices)
{
    internal static BurdenView From(IReadOnlyList<Burden> burdens, int of, Wording texts) =>
        new(of, Say(burdens, of, texts), [.. burdens.Select(b => new OfficeBurdenView(b.Office.Name, b.Nights, b.Outside, b.Inside, b.AllNights))]);

    private static string Say(IReadOnlyList<Burden> burdens, int of, Wording texts)
    {
        var groups = burdens.Where(b => b.Nights > 0).GroupBy(b => b.Nights).OrderByDescending(g => g.Key).ToList();
        if (groups.Count == 0) return texts["burden.nobody", ("count", of)];
        return string.Join(' ', groups.Select(group =>
        {
            var names = group.Select(b => b.Office.Name).ToList();
            return texts[group.Key == of ? "burden.always" : "burden.some", ("count", names.Count), ("names", texts.List(names)), ("nights", group.Key), ("of", of)];
        }));
    }
}

/// <param name="AllNights">With those of earlier series.</param>
public sealed record OfficeBurdenView(string Name, int Nights, int Outside, int Inside, int AllNights);
