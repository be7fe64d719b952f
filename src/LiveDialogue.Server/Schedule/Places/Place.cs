using NodaTime;

namespace LiveDialogue.Server.Schedule.Places;

/// <summary>A city whose clock somebody may look for, with everything it can be found by.</summary>
internal sealed class Place
{
    private readonly (string Language, string Folded)[] _cities;
    private readonly (string Language, string Folded)[] _countries;
    private readonly string[] _ids;

    /// <param name="ids">The zone's name and its old ones.</param>
    /// <param name="rank">Greater comes first among equally good finds.</param>
    public Place(DateTimeZone zone, Names names, Country? country, IReadOnlyCollection<string> ids, double rank, bool isMore)
    {
        Zone = zone;
        Names = names;
        Country = country;
        Rank = rank;
        IsMore = isMore;
        _ids = [.. ids.Select(PlaceText.Fold)];
        // Old names are names of the city too: Saigon, Calcutta, Katmandu.
        var old = isMore ? [] : ids.Where(id => id.Contains('/', StringComparison.Ordinal)).Select(id => ("", PlaceText.Fold(PlaceNames.Spoken(id))));
        _cities = [.. names.All.Select(n => (n.Language, PlaceText.Fold(n.Name))).Concat(old).DistinctBy(n => n.Item2).Where(n => n.Item2.Length > 0)];
        _countries = country is null ? [] : [.. country.Names.All.Select(n => (n.Language, PlaceText.Fold(n.Name))).DistinctBy(n => n.Item2)];
    }

    public DateTimeZone Zone { get; }

    public Names Names { get; }

    /// <summary>Null for a zone without a place: UTC.</summary>
    public Country? Country { get; }

    public double Rank { get; }

    /// <summary>No zone is named after it.</summary>
    public bool IsMore { get; }

    /// <summary>"Goma, Congo - Kinshasa": certain when it is typed into a form.</summary>
    public string Say(string language) => Country is null ? Zone.Id : $"{Names.In(language)}, {Country.Names.In(language)}";

    /// <summary>Whether the city, or the zone itself, is called exactly so in any language.</summary>
    public bool IsCalled(string folded) => Array.Exists(_ids, id => id == folded) || Array.Exists(_cities, c => c.Folded == folded);

    /// <summary>"Goma, Congo (RDC)", "goma rdc" or "Goma CD".</summary>
    public bool IsCalledWithCountry(string folded) => Array.Exists(_cities, city => folded.StartsWith(city.Folded, StringComparison.Ordinal)
        && folded.Length > city.Folded.Length + 1 && folded[city.Folded.Length] == ' ' && IsIn(folded[(city.Folded.Length + 1)..]));

    /// <summary>Whether a text is the zone's name, new or old, rather than the city's.</summary>
    public bool IsZoneName(string typed) => typed.Contains('/', StringComparison.Ordinal) && Array.IndexOf(_ids, PlaceText.Fold(typed)) >= 0;

    /// <summary>Whether the country is called so, or so among other words: "Congo" is two countries.</summary>
    public bool IsIn(string folded) => IsCode(folded) || Array.Exists(_countries, c => $" {c.Folded} ".Contains($" {folded} ", StringComparison.Ordinal));

    /// <summary>Whether its country is called exactly so.</summary>
    public bool IsCountry(string folded) => IsCode(folded) || Array.Exists(_countries, c => c.Folded == folded);

    /// <summary>How well what somebody typed fits: 0 is best, null is not at all.</summary>
    /// <param name="folded">As <see cref="PlaceText.Fold"/> gives it, not empty.</param>
    public double? Fit(string folded, string language)
    {
        var best = double.PositiveInfinity;
        foreach (var id in _ids) best = Math.Min(best, id == folded ? 0 : id.StartsWith(folded, StringComparison.Ordinal) ? 5 : id.Contains(folded, StringComparison.Ordinal) ? 8 : best);
        foreach (var (of, name) in _cities) best = Math.Min(best, Fit(name, folded, exact: 0, prefix: 2, word: 4, within: 6) + Foreign(of, language));
        foreach (var (of, name) in _countries) best = Math.Min(best, Fit(name, folded, exact: 1, prefix: 3, word: 5, within: 7) + Foreign(of, language));
        if (IsCode(folded)) best = Math.Min(best, 1.5);
        if (double.IsPositiveInfinity(best) && HasAll(folded)) best = 5.5;
        return double.IsPositiveInfinity(best) ? null : best;
    }

    private static double Fit(string name, string folded, double exact, double prefix, double word, double within)
    {
        var at = name.IndexOf(folded, StringComparison.Ordinal);
        if (at < 0) return double.PositiveInfinity;
        if (at == 0) return name.Length == folded.Length ? exact : prefix;
        return name.Contains($" {folded}", StringComparison.Ordinal) ? word : within;
    }

    /// <summary>A whole name in a third language fits less than the beginning of one in the reader's or in English: "Congo" is Brazzaville's country in French alone.</summary>
    private static double Foreign(string of, string language) => of == language ? 0 : of == "en" ? 0.1 : 2.5;

    /// <summary>"goma congo": each word begins a word of the city, the country or the zone's name.</summary>
    private bool HasAll(string folded)
    {
        var words = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && Array.TrueForAll(words, HasWord);
    }

    private bool HasWord(string word) =>
        Array.Exists(_cities, c => Begins(c.Folded, word)) || Array.Exists(_countries, c => Begins(c.Folded, word)) || Array.Exists(_ids, id => id.Contains(word, StringComparison.Ordinal))
        || IsCode(word);

    private bool IsCode(string folded) => Country is { } country && (folded.Equals(country.Code, StringComparison.OrdinalIgnoreCase) || folded.Equals(country.Code3, StringComparison.OrdinalIgnoreCase));

    private static bool Begins(string name, string word) => name.StartsWith(word, StringComparison.Ordinal) || name.Contains($" {word}", StringComparison.Ordinal);
}
