using System.Reflection;
using System.Text.Json;
using LiveDialogue.Server.Translation.Detection;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Translation;

public sealed class LanguageDetectorTests(ITestOutputHelper output)
{
    private static readonly LanguageDetector Detector = LanguageDetector.Shared;

    [Theory]
    [InlineData("When will the road be open again?", "en", "en")]
    [InlineData("When will the road be open again?", "fr", "en")]
    [InlineData("Quand est-ce que la route sera ouverte ?", "en", "fr")]
    [InlineData("¿Cuándo llega el agua a nuestro barrio?", "en", "es")]
    [InlineData("Quando chega a água ao nosso bairro?", "en", "pt")]
    [InlineData("Maji safi yatafika lini katika kijiji chetu?", "en", "sw")]
    [InlineData("Kilè lekòl yo ap louvri ankò pou timoun yo?", "fr", "ht")]
    [InlineData("Когда откроют школы в нашем районе?", "en", "ru")]
    [InlineData("متى تفتح المدارس أبوابها في منطقتنا؟", "en", "ar")]
    [InlineData("स्कूल कब खुलेंगे?", "en", "hi")]
    [InlineData("学校什么时候重新开放？", "en", "zh")]
    [InlineData("学校はいつ再開しますか？", "en", "ja")]
    [InlineData("Хто допоможе дітям у нашому місті?", "ru", "uk")]
    public void A_question_is_known_whatever_the_asker_s_page_is_in(string question, string reader, string language)
    {
        var detected = Detector.Detect(question, reader)!;

        Assert.Equal(language, detected.Language);
        Assert.True(detected.Confidence >= DetectedLanguage.Certain, $"{detected}");
    }

    [Theory]
    [InlineData("No?", "es")]
    [InlineData("Amina", "sw")]
    [InlineData("Radio La Voz", "es")]
    [InlineData("स्कूल?", "ne")]
    public void What_could_be_many_is_the_reader_s(string text, string reader) => Assert.Equal(reader, Detector.Detect(text, reader)!.Language);

    [Theory]
    [InlineData("?? 42 !")]
    [InlineData("👩‍👩‍👧")]
    [InlineData("ᚠᚢᚦ")]
    public void What_has_no_letters_that_it_knows_says_nothing(string text) => Assert.Null(Detector.Detect(text, "en"));

    [Fact]
    public void Any_text_is_read_without_harm()
    {
        var random = new Random(Seed: 20270316);
        for (var round = 0; round < 300; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(400)).Select(_ => (char)random.Next(0x10000))]);
            if (Detector.Detect(text, "en") is { } detected) Assert.InRange(detected.Confidence, 0, 1);
        }
    }

    /// <summary>Articles 21 to 30 of the Declaration, none of which was learnt from, cut to the length of questions.</summary>
    [Theory]
    [InlineData(30, 0.93, 0.96)]
    [InlineData(60, 0.95, 0.97)]
    [InlineData(120, 0.96, 0.97)]
    public void Sentences_that_were_not_learnt_from_are_known(int letters, double withoutPrior, double withPrior)
    {
        var sentences = Held().Select(s => (s.Language, Text: Cut(s.Text, letters))).ToArray();

        Assert.True(Measure($"held out, {letters} characters, reader unknown", sentences, _ => "und") >= withoutPrior);
        Assert.True(Measure($"held out, {letters} characters, reader's own", sentences, language => language) >= withPrior);
        Assert.True(Measure($"held out, {letters} characters, reader English", sentences, _ => "en") >= withoutPrior);
    }

    /// <summary>What the product itself says in its ten languages: short, of today, and never learnt from.</summary>
    [Fact]
    public void The_product_s_own_words_are_known()
    {
        var sentences = Server.Texts.Language.All.SelectMany(language => Messages(language.Code).Select(text => (Language: language.Code, Text: text))).ToArray();

        Assert.True(Measure("messages, reader unknown", sentences, _ => "und") >= 0.95);
        Assert.True(Measure("messages, reader's own", sentences, language => language) >= 0.97);
        Assert.True(Measure("messages, reader English", sentences, _ => "en") >= 0.95);
    }

    private double Measure(string of, IReadOnlyCollection<(string Language, string Text)> sentences, Func<string, string> reader)
    {
        var answers = sentences.Select(s => (s.Language, Detected: Detector.Detect(s.Text, reader(s.Language)))).ToArray();
        var right = answers.Count(a => a.Detected?.Language == a.Language);
        var sure = answers.Where(a => a.Detected?.Confidence >= DetectedLanguage.Certain).ToArray();
        var accuracy = (double)right / answers.Length;
        output.WriteLine($"{of}: {accuracy:P1} of {answers.Length}; sure of {(double)sure.Length / answers.Length:P1}, of these right {(double)sure.Count(a => a.Detected!.Language == a.Language) / sure.Length:P1}");
        output.WriteLine("  wrong: " + string.Join(' ', answers.Where(a => a.Detected?.Language != a.Language).GroupBy(a => $"{a.Language}→{a.Detected?.Language}").OrderByDescending(g => g.Count()).Take(12).Select(g => $"{g.Key} {g.Count()}")));
        return accuracy;
    }

    private static string Cut(string text, int letters) => text.Length <= letters || text.LastIndexOf(' ', letters) is not (> 0 and var end) ? text : text[..end];

    private static IEnumerable<(string Language, string Text)> Held()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("sentences.tsv")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(parts => parts[1].Length > 0).Select(parts => (parts[0], parts[1]))];
    }

    private static IEnumerable<string> Messages(string language)
    {
        using var stream = typeof(LanguageDetector).Assembly.GetManifestResourceStream($"messages.{language}.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.String).Select(m => m.Value.GetString()!).Where(text => text.Length >= 25 && !text.Contains('{', StringComparison.Ordinal))];
    }
}
