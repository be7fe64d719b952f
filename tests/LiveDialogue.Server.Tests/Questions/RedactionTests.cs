using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Safety;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class RedactionTests
{
    /// <summary>Rows: what was asked, what others read, the flags.</summary>
    [Theory]
    // Telephone numbers in the ten languages, with each script's digits and the usual separators.
    [InlineData("Call me on +243 81 555 12 34 please", "Call me on […] please", "number")]
    [InlineData("My number is 0815551234.", "My number is […].", "number")]
    [InlineData("Appelez le 06 12 34 56 78 ce soir", "Appelez le […] ce soir", "number")]
    [InlineData("Llámame al 612 345 678, gracias", "Llámame al […], gracias", "number")]
    [InlineData("اتصل بي على ٠١٠١٢٣٤٥٦٧٨ من فضلك", "اتصل بي على […] من فضلك", "number")]
    [InlineData("Me liga no (11) 91234-5678", "Me liga no […]", "number")]
    [InlineData("Позвоните мне: 8 (912) 345-67-89", "Позвоните мне: […]", "number")]
    [InlineData("我的电话是一三八零零一三八零零零，请打给我", "我的电话是[…]，请打给我", "number")]
    [InlineData("请打１３８００１３８０００", "请打[…]", "number")]
    [InlineData("मेरा नंबर ९८७६५४३२१० है", "मेरा नंबर […] है", "number")]
    [InlineData("Nipigie 0712 345 678 tafadhali", "Nipigie […] tafadhali", "number")]
    [InlineData("Rele m nan 509-3456-7890", "Rele m nan […]", "number")]
    [InlineData("zero seven one two three four five six", "[…]", "number")]
    [InlineData("sifuri saba moja mbili tatu nne tano sita", "[…]", "number")]
    [InlineData("O71Z? no: o712 345 67l", "O71Z? no: […]", "number")]
    [InlineData("0 7 1 2 🙂 3 4 5 6", "[…]", "number")]
    [InlineData("0\u200D7\u200D1\u200D2\u200D3\u200D4\u200D5", "[…]", "number")]
    [InlineData("tel. 555 123", "tel. […]", "number")]
    [InlineData("My card 4111 1111 1111 1111 was taken", "My card […] was taken", "number")]
    [InlineData("I live at -1.67923, 29.22281", "I live at -[…]", "number")]
    // E-mail and its disguises.
    [InlineData("write to a@b.cd", "write to […]", "contact")]
    [InlineData("amina.k+x@example.org, please", "[…], please", "contact")]
    [InlineData("amina (at) example (dot) org", "[…]", "contact")]
    [InlineData("zawadi at gmail dot com", "[…]", "contact")]
    [InlineData("lucia arroba gmail punto com", "[…]", "contact")]
    [InlineData("jean [arobase] exemple point fr", "[…]", "contact")]
    [InlineData("ivan собака yandex точка ru", "[…]", "contact")]
    [InlineData("अमीना＠example．com", "[…]", "contact")]
    [InlineData("amina @ example . org", "[…]", "contact")]
    // Links.
    [InlineData("See https://example.org/x?y=1.", "See […].", "link")]
    [InlineData("hxxps://evil.example/a", "[…]", "link")]
    [InlineData("go to www.example.test now", "go to […] now", "link")]
    [InlineData("join t.me/zawadi_k", "join […]", "link")]
    [InlineData("example dot com", "[…]", "link")]
    [InlineData("example[.]org/path", "[…]", "link")]
    [InlineData("exemple point com", "[…]", "link")]
    [InlineData("ejemplo punto com", "[…]", "link")]
    [InlineData("exemplo ponto com", "[…]", "link")]
    [InlineData("пример точка ком", "[…]", "link")]
    [InlineData("пример.рф", "[…]", "link")]
    [InlineData("example点com", "[…]", "link")]
    [InlineData("example。com", "[…]", "link")]
    [InlineData("ｅｘａｍｐｌｅ．ｃｏｍ", "[…]", "link")]
    [InlineData("𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦", "[…]", "link")]
    [InlineData("example.сом", "[…]", "link")]                                 // Cyrillic
    [InlineData("example . com", "[…]", "link")]
    [InlineData("نموذج نقطة كوم", "[…]", "link")]
    [InlineData("server 192.168.0.1:8080", "server […]", "link")]
    [InlineData("www.ofwaytoolongalabelwhichnobodywouldregisterbutsomebodymightwritetogetpasthere.example.org", "[…]", "link")]
    [InlineData("ofwaytoolongalabelwhichnobodywouldregisterbutsomebodymightwritetogetpasthere.example.org", "[…]", "link")]
    [InlineData("ofwaytoolongalocalpartwhichnobodywouldregisterbutsomebodymightwritetogetpasthere@example.org", "[…]", "contact")]
    // Names at messengers.
    [InlineData("I am @zawadi_k there", "I am […] there", "contact")]
    [InlineData("insta: zawadi_k", "[…]", "contact")]
    [InlineData("微信号abc12345", "[…]", "contact")]
    [InlineData("Telegram=za.wadi", "[…]", "contact")]
    public void What_leads_to_a_person_is_taken_out(string asked, string shown, string flags)
    {
        var redacted = Redaction.Of(asked);
        Assert.Equal(shown, redacted.Shown);
        Assert.Equal(flags, string.Join(' ', redacted.Flags));
    }

    [Theory]
    [InlineData("In 2027, will 14 offices stay?")]
    [InlineData("Is 1,000 enough? And 2,000?")]
    [InlineData("My daughter is 7 and my son 12. Which school?")]
    [InlineData("Children aged 5, 6, 7, 8, 9, 10 are not vaccinated.")]
    [InlineData("From 2020 to 2025, and 2026, 2027, 2028?")]
    [InlineData("Why did 1,250,000 children leave school?")]
    [InlineData("Pourquoi 1 250 000 enfants ?")]
    [InlineData("Por que 8.000.000 de crianças?")]
    [InlineData("¿Por qué $1234567.89 y no más?")]
    [InlineData("Is 12,34,567 rupees much?")]
    [InlineData("10000000 doses came.")]
    [InlineData("Le 16/03/2027 à 13:30 ou 14:45, 15:00, 16:15 ?")]
    [InlineData("On 2027-03-16 at 09:00?")]
    [InlineData("为什么有800万儿童失学？")]
    [InlineData("2025年有1234567人受灾？")]
    [InlineData("क्या ५० लाख बच्चे स्कूल से बाहर हैं?")]
    [InlineData("هل ٢٠٢٧ سنة جيدة لـ ١٢٠ مدرسة؟")]
    [InlineData("Почему 12 школ из 340 закрыты в 2026 году?")]
    [InlineData("Je, watoto 5000 watapata chanjo?")]
    [InlineData("Èske 25000 timoun pral lekòl?")]
    [InlineData("One, two or three meals a day?")]
    [InlineData("uno dos tres, ¿quién sabe?")]
    [InlineData("The U.N. and the U.S.A. help, e.g. with water.In Goma too.")]
    [InlineData("Water is 3.5 km away; is it so?No.It is not.")]
    [InlineData("Meet @ noon? 5 @ 3 dollars.")]
    [InlineData("We look at that point together.")]
    [InlineData("Facebook: is it safe for us?")]
    [InlineData("Is 15% of 300, 12.5% or 13.7% right?")]
    [InlineData("Call 112 or 116 111?")]
    [InlineData("What of 100,000 in 2026 and 450,000 in 2027?")]
    [InlineData("It grew in income. Net of costs it fell.")]
    [InlineData("👩‍👩‍👧‍👦 नमस्ते مرحبا 你好")]
    public void Ages_years_sums_and_plain_words_stay(string asked)
    {
        var redacted = Redaction.Of(asked);
        Assert.Equal(asked, redacted.Shown);
        Assert.Empty(redacted.Flags);
    }

    [Theory]
    [InlineData("call 0815551234")]
    [InlineData("a@b.cd example dot com 0712 345 678 @me_too")]
    [InlineData("12345@67890.com12345")]
    public void What_was_taken_out_once_stays_as_it_is(string asked)
    {
        var once = Redaction.Of(asked);
        Assert.Equal(once.Shown, Redaction.Of(once.Shown).Shown);
        Assert.Empty(Redaction.Of(once.Shown).Flags);
    }

    [Fact]
    public void A_name_that_is_only_a_number_is_no_name()
    {
        Assert.Null(Redaction.OfName("0815551234"));
        Assert.Equal("Zawadi […]", Redaction.OfName("Zawadi 0815551234"));
        Assert.Equal("Zawadi", Redaction.OfName("Zawadi"));
        Assert.Null(Redaction.OfName(null));
    }

    [Fact]
    public void A_long_text_of_everything_a_filter_fears_is_read_in_one_go()
    {
        var hostile = string.Concat(Enumerable.Repeat("a@a.a@1.1-1(1)[.]dot ", 200));
        Assert.DoesNotContain("@", Redaction.Of(hostile).Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flagged_question_is_held_for_a_closer_look()
    {
        Assert.Equal(QuestionState.Held, HoldRule.FirstState(["contact"]));
        Assert.Equal(QuestionState.Received, HoldRule.FirstState([]));
    }
}
