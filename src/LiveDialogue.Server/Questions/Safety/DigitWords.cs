using System.Collections.Frozen;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Digits that are written out, in our ten languages: a telephone number can be told in words.</summary>
internal static class DigitWords
{
    // One row a language, 0 to 9; variants by a bar.
    private static readonly string[] Rows =
    [
        "zero|oh one two three four five six seven eight nine",
        "zéro|zero un|une deux trois quatre cinq six sept huit neuf",
        "cero uno|una dos tres cuatro cinco seis siete ocho nueve",
        "zero um|uma dois|duas três|tres quatro cinco seis sete oito nove",
        "ноль|нуль один|одна два|две три четыре пять шесть семь восемь девять",
        "صفر واحد|واحدة اثنان|اثنين|إثنين ثلاثة|ثلاث أربعة|اربعة|أربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني تسعة|تسع",
        "शून्य|ज़ीरो|जीरो एक दो तीन चार पांच|पाँच छह|छः|छे सात आठ नौ",
        "sifuri moja mbili tatu nne tano sita saba nane tisa",
        "zewo en|youn de twa kat senk sis sèt uit nèf",
    ];

    private static readonly FrozenDictionary<string, char> Words = Rows
        .SelectMany(row => row.Split(' ').SelectMany((variants, digit) => variants.Split('|').Select(word => (word, digit))))
        .GroupBy(pair => pair.word, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(words => words.Key, words => (char)('0' + words.First().digit), StringComparer.OrdinalIgnoreCase);

    private static readonly int Longest = Words.Keys.Max(word => word.Length);

    /// <returns>The digit that a whole word means; null for any other word.</returns>
    public static char? Of(ReadOnlySpan<char> word) =>
        word.Length <= Longest && Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var digit) ? digit : null;

    /// <summary>Chinese digits stand without spaces.</summary>
    public static char? Of(char c) => c switch
    {
        '〇' or '零' => '0',
        '一' or '幺' or '壹' => '1',
        '二' or '贰' or '两' => '2',
        '三' or '叁' => '3',
        '四' or '肆' => '4',
        '五' or '伍' => '5',
        '六' or '陆' => '6',
        '七' or '柒' => '7',
        '八' or '捌' => '8',
        '九' or '玖' => '9',
        _ => null,
    };
}
