using LiveDialogue.Server.Schedule.Rules;

namespace LiveDialogue.Server.Pages.Hosts.Rules;

/// <summary>The decisions as they were ticked.</summary>
/// <param name="Decisions">By event id: <c>wall-clock</c> or <c>instant</c>.</param>
/// <param name="Resolve">By event id, where clocks now skip or repeat the time.</param>
/// <param name="Rest">For those without a decision of their own; empty for none.</param>
public sealed record RulesForm(IReadOnlyDictionary<string, string?> Decisions, IReadOnlyDictionary<string, string?> Resolve, string Rest)
{
    private const string Decision = "decision.", Choice = "resolve.";

    public static readonly RulesForm Blank = new(new Dictionary<string, string?>(), new Dictionary<string, string?>(), "");

    public static RulesForm Of(IFormCollection form)
    {
        return new(Fields(Decision), Fields(Choice), form["rest"].ToString() is ("wall-clock" or "instant") and var rest ? rest : "");

        Dictionary<string, string?> Fields(string prefix) => form.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(f => f.Key[prefix.Length..], f => (string?)f.Value.ToString(), StringComparer.Ordinal);
    }

    /// <summary>A decision for each event that needs one, as far as there is one.</summary>
    public IReadOnlyDictionary<string, string?> For(IEnumerable<MovedEvent> moved) => moved
        .Where(m => m.NeedsDecision)
        .Select(m => (Id: m.Event.Id.Value, Word: Of(m)))
        .Where(d => d.Word.Length > 0)
        .ToDictionary(d => d.Id, d => (string?)d.Word, StringComparer.Ordinal);

    /// <summary>What was decided of one; empty for nothing.</summary>
    public string Of(MovedEvent moved) => Decisions.GetValueOrDefault(moved.Event.Id.Value) is { Length: > 0 } own ? own : Rest;
}
