using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Tests.Texts;

/// <summary>The ten languages: whole, counted by CLDR's rules, with the reader's digits.</summary>
public sealed partial class LanguagesTests : IDisposable
{
    private static readonly int[] Counts = [0, 1, 2, 3, 4, 5, 10, 11, 12, 14, 19, 20, 21, 22, 25, 100, 101, 102, 103, 111, 112, 1000, 1_000_000, 2_000_000];

    private readonly TestServer _server = new();

    public static TheoryData<string> Codes => [.. Language.All.Select(l => l.Code)];

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Codes))]
    public void Nothing_is_left_in_English(string code) => Assert.Empty(Wording.For(code).Untranslated);

    // As Intl.PluralRules of a browser answers (CLDR 48); Haitian Creole, which it doesn't know, counts without plural.
    [Theory]
    [InlineData("en", "other one other other other other other other other other other other other other other other other other other other other other other other")]
    [InlineData("fr", "one one other other other other other other other other other other other other other other other other other other other other many many")]
    [InlineData("ar", "zero one two few few few few many many many many many many many many other other other few many many other other other")]
    [InlineData("es", "other one other other other other other other other other other other other other other other other other other other other other many many")]
    [InlineData("pt", "one one other other other other other other other other other other other other other other other other other other other other many many")]
    [InlineData("ru", "many one few few few many many many many many many many one few many many one few few many many many many many")]
    [InlineData("zh", "other other other other other other other other other other other other other other other other other other other other other other other other")]
    [InlineData("hi", "one one other other other other other other other other other other other other other other other other other other other other other other")]
    [InlineData("sw", "other one other other other other other other other other other other other other other other other other other other other other other other")]
    [InlineData("ht", "other other other other other other other other other other other other other other other other other other other other other other other other")]
    public void Numbers_are_counted_as_each_language_counts(string code, string forms) =>
        Assert.Equal(forms.Split(' '), Counts.Select(count => PluralForm.Of(Language.Find(code)!, count)));

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_counted_message_has_every_form_its_language_needs_and_no_other(string code)
    {
        var needed = Counts.Select(count => PluralForm.Of(Language.Find(code)!, count)).Append("other").ToHashSet();
        foreach (var (key, value) in Wording.For(code).Some([.. Wording.For(code).Keys.Select(k => k[..k.IndexOf('.', StringComparison.Ordinal)]).Distinct()]))
        {
            if (value.ValueKind is not JsonValueKind.Object) continue;
            var forms = value.EnumerateObject().Select(f => f.Name).ToHashSet();
            Assert.True(needed.IsSubsetOf(forms), $"{code} {key} lacks {string.Join(", ", needed.Except(forms))}");
        }
    }

    [Theory]
    [InlineData("en", "Wednesday 17 March, 01:00, Suva (UTC+12:00), next day")]
    [InlineData("fr", "mercredi 17 mars, 01:00, Suva (UTC+12:00), le lendemain")]
    [InlineData("ar", "الأربعاء 17 مارس، 01:00، سوفا (UTC+12:00)، في اليوم التالي")]
    [InlineData("es", "miércoles 17 de marzo, 01:00, Suva (UTC+12:00), al día siguiente")]
    [InlineData("pt", "quarta-feira, 17 de março, 01:00, Suva (UTC+12:00), no dia seguinte")]
    [InlineData("ru", "среда, 17 марта, 01:00, Сува (UTC+12:00), на следующий день")]
    [InlineData("zh", "3月17日星期三 01:00，苏瓦 (UTC+12:00)，次日")]
    [InlineData("hi", "बुधवार, 17 मार्च, 01:00, सूवा (UTC+12:00), अगले दिन")]
    [InlineData("sw", "Jumatano 17 Machi, 01:00, Suva (UTC+12:00), siku inayofuata")]
    [InlineData("ht", "mèkredi 17 mas, 01:00, Suva (UTC+12:00), nan demen")]
    public void One_moment_with_its_day_shift(string code, string words)
    {
        var texts = Wording.For(code);
        var suva = LiveDialogue.Server.Pages.Clocks.Zones.Recognise("Suva", texts.Language)!;
        var there = Instant.FromUtc(2027, 3, 16, 13, 0).InZone(DateTimeZoneProviders.Tzdb[suva.Zone]);
        Assert.Equal(words, Bare(LocalTimes.Say(texts, there, suva.Name!, 1)));
    }

    [Fact]
    public void Numbers_times_and_offsets_stand_in_the_reader_s_digits_and_names_do_not()
    {
        var arabic = Wording.For("ar").In(Digits.Arabic);
        Assert.Equal("بقيت ٣ أحرف", arabic["ask.left", ("count", 3)]);
        var there = Instant.FromUtc(2027, 3, 16, 13, 0).InZone(DateTimeZoneProviders.Tzdb["Asia/Kathmandu"]);
        Assert.Equal("الثلاثاء ١٦ مارس، ١٨:٤٥، كاتماندو (UTC+٠٥:٤٥)", Bare(LocalTimes.Say(arabic, there, "كاتماندو", 0)));
        Assert.Equal("أهلًا بك، غرفة 12", arabic["join.hello", ("name", "غرفة 12")]);
        Assert.StartsWith("٢٨٠ حرفًا", arabic["ask.hint"], StringComparison.Ordinal);
        Assert.EndsWith("(MP4)", arabic["player.download"], StringComparison.Ordinal);
        Assert.Contains("١٢٠٤", arabic["event.watching", ("count", 1204)], StringComparison.Ordinal);
        Assert.Equal("१४:०५", Wording.For("hi").In(Digits.Devanagari).Hour(new LocalTime(14, 5)));
    }

    [Theory]
    [InlineData("ar", null, null, "latn")]
    [InlineData("ar", "ar", null, "latn")]
    [InlineData("ar", "fr, ar-EG;q=0.8", null, "arab")]
    [InlineData("ar", "ar-Arab-SD", null, "arab")]
    [InlineData("ar", "ar-MA", null, "latn")]
    [InlineData("ar", "ar-AE,ar-EG;q=0.5", null, "latn")]
    [InlineData("ar", "ar-MA", "arab", "arab")]
    [InlineData("ar", "ar-EG", "latn", "latn")]
    [InlineData("ar", "ar-EG", "deva", "arab")]
    [InlineData("hi", "hi-IN", null, "latn")]
    [InlineData("hi", "hi-IN", "deva", "deva")]
    [InlineData("en", "ar-EG", "arab", "latn")]
    public void Digits_follow_language_and_region_unless_the_reader_chose(string code, string? accepted, string? chosen, string digits) =>
        Assert.Equal(digits, Digits.Of(Language.Find(code)!, accepted, chosen).Code);

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task The_event_page_is_drawn_in_each_language(string code)
    {
        await _server.AddEventAsync();
        var page = await ReadAsync($"/e/voices?lang={code}&zone=Suva");
        var language = Language.Find(code)!;
        Assert.Equal((code, language.Direction), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.Equal(Language.All.Select(l => l.OwnName), page.QuerySelectorAll("#lang option").Select(o => o.TextContent));
        Assert.Equal(code, page.QuerySelector("#lang option[selected]")!.GetAttribute("value"));
        Assert.Equal(2, page.QuerySelectorAll(".about .when").Length);
        Assert.Equal(Digits.For(language).Count > 1, page.GetElementById("digits") is not null);

        var words = string.Join('\n', page.QuerySelectorAll("body *:not(script)").SelectMany(e => e.ChildNodes.OfType<IText>()).Select(t => t.Data));
        Assert.DoesNotMatch(BareKey(), words);
        if (code != "en") Assert.DoesNotContain(Wording.For("en")["ask.title"], words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Egyptian_reads_Arabic_digits_and_may_choose_the_others()
    {
        await _server.AddEventAsync();
        using var browser = _server.Anonymous();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ar-EG");
        var page = await ReadAsync("/e/voices?zone=Cairo", browser);
        Assert.StartsWith("الثلاثاء ١٦ مارس ٢٠٢٧، ١٥:٠٠", Bare(page.QuerySelector(".about .when")!.TextContent), StringComparison.Ordinal);
        Assert.Equal("١٤:٠٠", page.QuerySelector(".clock .hour")!.TextContent);
        Assert.Equal(page.QuerySelectorAll(".clock").Select(c => c.GetAttribute("data-zone")).Distinct().Count(), page.QuerySelectorAll(".clock").Length);
        Assert.Equal("arab", JsonDocument.Parse(page.GetElementById("boot")!.TextContent).RootElement.Text("digits"));

        await ReadAsync("/e/voices?lang=ar&digits=latn", browser);
        var chosen = await ReadAsync("/e/voices", browser);
        Assert.StartsWith("الثلاثاء 16 مارس 2027، 15:00", Bare(chosen.QuerySelector(".about .when")!.TextContent), StringComparison.Ordinal);
    }

    private static string Bare(string words) => words.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);

    private Task<IDocument> ReadAsync(string url) => ReadAsync(url, _server.Anonymous());

    private static async Task<IDocument> ReadAsync(string url, HttpClient browser)
    {
        var html = await browser.GetStringAsync(url);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html));
    }

    /// <summary>A key that no language says would be shown as itself.</summary>
    [GeneratedRegex(@"\b(common|event|ask|clock|player|questions|countdown|schedule|place)\.[a-z]", RegexOptions.None, 1000)]
    private static partial Regex BareKey();
}
