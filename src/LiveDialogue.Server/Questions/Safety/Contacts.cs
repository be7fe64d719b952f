using System.Text.RegularExpressions;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>
/// Finds e-mail addresses, links and names at messengers. The text comes from strangers, so every pattern is made to run in time linear to it:
/// a run of letters is tried from its beginning alone (<c>(?&lt;!…)</c>), and what follows a run can't be part of it, so there is nothing to go back for.
/// </summary>
internal static partial class Contacts
{
    // "dot" and "at" as people write them out in our languages.
    private const string DotWord = "dot|punto|point|ponto|точка|тчк|دوت|نقطة|डॉट|बिंदु|nukta|pwen|点";
    private const string AtWord = "at|arroba|arobase|собака|эт|ат|آت|ات|एट|kwenye|@";
    private const string SureEnd = "com|org|ru|ком|рф|kom|كوم|कॉम|edu|gov";

    // What names consist of; Local also in front of an @.
    private const string Label = @"[\p{L}\p{N}\p{M}\-]";
    private const string PlainLabel = @"[\p{L}\p{N}\-]";
    private const string Local = @"[\p{L}\p{N}\p{M}._%+\-]";
    private const string PlainLocal = @"[\p{L}\p{N}._%+\-]";
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex[] Names = [Mails(), SpelledMails(), Handles(), Messengers()];
    private static readonly Regex[] Addresses = [Schemes(), SpelledDomains()];

    public static IEnumerable<Finding> In(PlainText plain)
    {
        var text = plain.Text;
        foreach (var regex in Names)
        {
            foreach (Match match in regex.Matches(text))
            {
                var start = regex == Names[2] && text[match.Index] != '@' ? match.Index + 1 : match.Index;
                yield return new(start, Trimmed(text, match.Index + match.Length), Redaction.Contact);
            }
        }
        foreach (var regex in Addresses)
            foreach (Match match in regex.Matches(text)) yield return new(match.Index, Trimmed(text, match.Index + match.Length), Redaction.Link);
        foreach (Match match in SpacedDomains().Matches(text))
            if (IsWrittenSmall(match.ValueSpan)) yield return new(match.Index, Trimmed(text, match.Index + match.Length), Redaction.Link);
        foreach (Match match in Domains().Matches(text))
        {
            var name = match.ValueSpan.TrimStart('-');                      // a dash before a name is the sentence's
            if (DomainNames.IsOne(name)) yield return new(match.Index + match.Length - name.Length, Trimmed(text, match.Index + match.Length), Redaction.Link);
        }
    }

    // "… income. Net of that" is a sentence's end, "example. net" is not.
    private static bool IsWrittenSmall(ReadOnlySpan<char> match)
    {
        var end = match[(match.IndexOf('.') + 1)..].TrimStart();
        return end.Length > 0 && !char.IsUpper(end[0]);
    }

    // The full stop behind an address belongs to the sentence.
    private static int Trimmed(string text, int end)
    {
        while (end > 1 && text[end - 1] is '.' or ',' or '!' or '?' or ';' or ')') end--;
        return end;
    }

#pragma warning disable MA0009 // linear as they are; a limit in time would refuse a question because the machine is busy
    [GeneratedRegex(@"\b[a-z][a-z0-9+\-]{1,11}\s?:\s?/\s?/\s?[^\s<>""']+|\b(?:mailto|tel|sms|skype|whatsapp|viber|tg|signal):[^\s]+|\bwww\s?[.,]\s?[^\s]+|\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b(?:[:/][^\s]*)?", AnyCase)]
    private static partial Regex Schemes();

    [GeneratedRegex($@"(?<!{Label})\-*[\p{{L}}\p{{N}}\p{{M}}]{Label}*(?:\.{Label}+)+(?:[:/?#][^\s<>""']*)?", AnyCase)]
    private static partial Regex Domains();

    [GeneratedRegex($@"(?<!{PlainLabel}){PlainLabel}{{2,}}\s{{0,2}}\.\s{{0,2}}(?:com|org|net|info|ru|ком|рф|كوم)\b(?:\s?/\s?[^\s]+)?", AnyCase)]
    private static partial Regex SpacedDomains();

    [GeneratedRegex(
        $@"(?<!{Label}){Label}{{2,}}\s?[(\[{{<]\s?(?:{DotWord}|\.)\s?[)\]}}>]\s?{Label}{{2,20}}(?:/[^\s]*)?"
        + $@"|(?<!{Label}){Label}{{2,}}\s(?:{DotWord})\s(?:{SureEnd})\b|(?<!{PlainLabel}){PlainLabel}{{2,}}\sdot\s(?:net|info|io|me|co|ly)\b"
        + @"|(?<![a-z0-9\-])[a-z0-9\-]{2,}\s?点\s?(?:com|cn|net|org)",
        AnyCase)]
    private static partial Regex SpelledDomains();

    [GeneratedRegex($@"(?<!{Local}){Local}+@{Label}+(?:\.{Label}+){{0,4}}(?:\s\.\s?(?:com|org|net))?|(?<!{PlainLocal}){PlainLocal}+\s?@\s?{PlainLabel}+\s?\.\s?[\p{{L}}]{{2,12}}", AnyCase)]
    private static partial Regex Mails();

    [GeneratedRegex(
        $@"(?<!{Local}){Local}{{2,}}\s{{0,2}}[(\[{{<]\s?(?:{AtWord})\s?[)\]}}>]\s{{0,2}}{Label}{{2,}}(?:\s?[(\[{{<]?\s?(?:{DotWord}|\.)\s?[)\]}}>]?\s?[\p{{L}}\p{{M}}]{{2,12}})?"
        + $@"|(?<!{Local}){Local}{{2,}}\s{{1,2}}(?:{AtWord})\s{{1,2}}(?:(?:gmail|yahoo|hotmail|icloud|yandex|protonmail|जीमेल|جيميل|джимейл)\b(?:\s?(?:{DotWord}|\.)\s?[\p{{L}}\p{{M}}]{{2,4}}\b)?"
        + $@"|{PlainLabel}{{2,63}}\s?(?:{DotWord}|\.)\s?(?:{SureEnd}|net)\b)",
        AnyCase)]
    private static partial Regex SpelledMails();

    [GeneratedRegex(@"(?:^|[^\p{L}\p{N}])@[\p{L}\p{N}\p{M}_][\p{L}\p{N}\p{M}_.]+", AnyCase)]
    private static partial Regex Handles();

    [GeneratedRegex(
        @"\b(?:whats\s?app|telegram|instagram|insta|snapchat|snap|tiktok|facebook|fb|skype|signal|viber|discord|wechat|weixin|imo|ig|tg|messenger|kik)\s?(?:id|name|user|username|account|nick|pseudo|usuario)?\s?[:=]\s?[\p{L}\p{N}]*[0-9_.\-][\p{L}\p{N}_.\-]+"
        + @"|\b(?:whats\s?app|telegram|instagram|insta|snapchat|tiktok|skype|discord|wechat|kik)\s(?:id|username|nick|pseudo|usuario)\s?:?\s?[\p{L}\p{N}_.\-]{3,}"
        + @"|(?:微信|weixin|wechat|vx|QQ)\s?(?:号码|号|id)?\s?[:是]?\s?[a-z0-9_\-]{5,}"
        + @"|(?:телеграм|телега|вотсап|ватсап|инстаграм|инста|واتساب|تلجرام|تيليجرام|انستا|انستغرام|سناب|व्हाट्सएप|टेलीग्राम|इंस्टा)[\p{L}\p{M}]{0,20}\s?[:=]\s?[^\s]{3,}",
        AnyCase)]
    private static partial Regex Messengers();
#pragma warning restore MA0009
}
