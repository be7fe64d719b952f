using System.Text.RegularExpressions;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Finds e-mail addresses, links and names at messengers. Every pattern runs in time linear to the text: it comes from strangers.</summary>
internal static class Contacts
{
    // "dot" and "at" as people write them out in our languages.
    private const string DotWord = "dot|punto|point|ponto|точка|тчк|دوت|نقطة|डॉट|बिंदु|nukta|pwen|点";
    private const string AtWord = "at|arroba|arobase|собака|эт|ат|آت|ات|एट|kwenye|@";
    private const string SureEnd = "com|org|ru|ком|рф|kom|كوم|कॉम|edu|gov";

    private static readonly Regex Schemes = Linear(@"\b[a-z][a-z0-9+\-]{1,11}\s?:\s?/\s?/\s?[^\s<>""']+|\b(?:mailto|tel|sms|skype|whatsapp|viber|tg|signal):[^\s]+|\bwww\s?[.,]\s?[^\s]+|\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b(?:[:/][^\s]*)?");

    private static readonly Regex Domains = Linear(@"[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\-]{0,62}(?:\.[\p{L}\p{N}\p{M}\-]{1,63})+(?:[:/?#][^\s<>""']*)?");

    private static readonly Regex SpacedDomains = Linear(@"[\p{L}\p{N}\-]{2,63}\s{0,2}\.\s{0,2}(?:com|org|net|info|ru|ком|рф|كوم)\b(?:\s?/\s?[^\s]+)?");

    private static readonly Regex SpelledDomains = Linear(
        $@"[\p{{L}}\p{{N}}\p{{M}}\-]{{2,63}}\s?[(\[{{<]\s?(?:{DotWord}|\.)\s?[)\]}}>]\s?[\p{{L}}\p{{N}}\p{{M}}\-]{{2,20}}(?:/[^\s]*)?"
        + $@"|[\p{{L}}\p{{N}}\p{{M}}\-]{{2,63}}\s(?:{DotWord})\s(?:{SureEnd})\b|[\p{{L}}\p{{N}}\-]{{2,63}}\sdot\s(?:net|info|io|me|co|ly)\b|[a-z0-9\-]{{2,63}}\s?点\s?(?:com|cn|net|org)");

    private static readonly Regex Mails = Linear(
        @"[\p{L}\p{N}\p{M}._%+\-]{1,64}@[\p{L}\p{N}\p{M}\-]{1,63}(?:\.[\p{L}\p{N}\p{M}\-]{1,63}){0,4}(?:\s\.\s?(?:com|org|net))?|[\p{L}\p{N}._%+\-]{1,64}\s?@\s?[\p{L}\p{N}\-]{1,63}\s?\.\s?[\p{L}]{2,12}");

    private static readonly Regex SpelledMails = Linear(
        $@"[\p{{L}}\p{{N}}\p{{M}}._%+\-]{{2,64}}\s{{0,2}}[(\[{{<]\s?(?:{AtWord})\s?[)\]}}>]\s{{0,2}}[\p{{L}}\p{{N}}\p{{M}}\-]{{2,63}}(?:\s?[(\[{{<]?\s?(?:{DotWord}|\.)\s?[)\]}}>]?\s?[\p{{L}}\p{{M}}]{{2,12}})?"
        + $@"|[\p{{L}}\p{{N}}\p{{M}}._%+\-]{{2,64}}\s{{1,2}}(?:{AtWord})\s{{1,2}}(?:(?:gmail|yahoo|hotmail|icloud|yandex|protonmail|जीमेल|جيميل|джимейл)\b(?:\s?(?:{DotWord}|\.)\s?[\p{{L}}\p{{M}}]{{2,4}}\b)?|[\p{{L}}\p{{N}}\-]{{2,63}}\s?(?:{DotWord}|\.)\s?(?:{SureEnd}|net)\b)");

    private static readonly Regex Handles = Linear(@"(?:^|[^\p{L}\p{N}])@[\p{L}\p{N}\p{M}_][\p{L}\p{N}\p{M}_.]{1,63}");

    private static readonly Regex Messengers = Linear(
        @"\b(?:whats\s?app|telegram|instagram|insta|snapchat|snap|tiktok|facebook|fb|skype|signal|viber|discord|wechat|weixin|imo|ig|tg|messenger|kik)\s?(?:id|name|user|username|account|nick|pseudo|usuario)?\s?[:=]\s?[\p{L}\p{N}]*[0-9_.\-][\p{L}\p{N}_.\-]+"
        + @"|\b(?:whats\s?app|telegram|instagram|insta|snapchat|tiktok|skype|discord|wechat|kik)\s(?:id|username|nick|pseudo|usuario)\s?:?\s?[\p{L}\p{N}_.\-]{3,}"
        + @"|(?:微信|weixin|wechat|vx|QQ)\s?(?:号码|号|id)?\s?[:是]?\s?[a-z0-9_\-]{5,}"
        + @"|(?:телеграм|телега|вотсап|ватсап|инстаграм|инста|واتساب|تلجرام|تيليجرام|انستا|انستغرام|سناب|व्हाट्सएप|टेलीग्राम|इंस्टा)[\p{L}\p{M}]*\s?[:=]\s?[^\s]{3,}");

    public static IEnumerable<Finding> In(PlainText plain)
    {
        var text = plain.Text;
        foreach (var regex in (Regex[])[Mails, SpelledMails, Handles, Messengers])
        {
            foreach (Match match in regex.Matches(text))
            {
                var start = regex == Handles && text[match.Index] != '@' ? match.Index + 1 : match.Index;
                yield return new(start, Trimmed(text, match.Index + match.Length), Redaction.Contact);
            }
        }
        foreach (var regex in (Regex[])[Schemes, SpelledDomains])
            foreach (Match match in regex.Matches(text)) yield return new(match.Index, Trimmed(text, match.Index + match.Length), Redaction.Link);
        foreach (Match match in SpacedDomains.Matches(text))
            if (IsWrittenSmall(match.ValueSpan)) yield return new(match.Index, Trimmed(text, match.Index + match.Length), Redaction.Link);
        foreach (Match match in Domains.Matches(text))
            if (DomainNames.IsOne(match.ValueSpan)) yield return new(match.Index, Trimmed(text, match.Index + match.Length), Redaction.Link);
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

    private static Regex Linear(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
