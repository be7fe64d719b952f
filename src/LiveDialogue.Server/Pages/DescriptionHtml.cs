using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LiveDialogue.Server.Pages;

/// <summary>A host's Markdown as HTML that can do no harm: no raw HTML, no pictures, links only to web and mail addresses.</summary>
public static class DescriptionHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().UsePipeTables().Build();

    /// <summary>Deeply nested Markdown costs time; descriptions are short.</summary>
    private const int MaxLength = 20_000;

    public static string Of(string? markdown)
    {
        if (string.IsNullOrWhiteSpace(markdown)) return "";
        try
        {
            var document = Markdown.Parse(markdown.Length > MaxLength ? markdown[..MaxLength] : markdown, Pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList()) Tame(link);
            foreach (var link in document.Descendants<AutolinkInline>().ToList()) Tame(link);
            foreach (var heading in document.Descendants<HeadingBlock>()) heading.Level = Math.Min(6, heading.Level + 2);   // h1 and h2 are the page's own
            return document.ToHtml(Pipeline);
        }
        catch (Exception tooDeep) when (tooDeep is ArgumentException or InvalidOperationException)
        {
            return $"<p>{System.Net.WebUtility.HtmlEncode(markdown)}</p>";   // Markdig refuses absurd nesting
        }
    }

    private static void Tame(LinkInline link)
    {
        if (link.IsImage || !IsHarmless(link.Url))
        {
            // What the link said stays as words; a picture would tell a stranger's server who reads.
            var words = new ContainerInline();
            while (link.FirstChild is { } child)
            {
                child.Remove();
                words.AppendChild(child);
            }

            link.ReplaceBy(words, copyChildren: false);
            return;
        }

        link.GetAttributes().AddProperty("rel", "noopener nofollow");
    }

    private static void Tame(AutolinkInline link)
    {
        if (!link.IsEmail && !IsHarmless(link.Url)) link.ReplaceBy(new LiteralInline(link.Url));
        else link.GetAttributes().AddProperty("rel", "noopener nofollow");
    }

    private static bool IsHarmless(string? url) =>
        url is not null && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https" or "mailto");
}
