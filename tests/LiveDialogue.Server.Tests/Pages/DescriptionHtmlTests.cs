using AngleSharp.Html.Parser;
using LiveDialogue.Server.Pages;

namespace LiveDialogue.Server.Tests.Pages;

public sealed class DescriptionHtmlTests
{
    [Theory]
    [InlineData("**bold** and [a link](https://example.org)", "<p><strong>bold</strong> and <a href=\"https://example.org\" rel=\"noopener nofollow\">a link</a></p>\n")]
    [InlineData("# Title", "<h3>Title</h3>\n")]
    [InlineData("[x](javascript:alert(1))", "<p>x</p>\n")]
    [InlineData("![picture](https://tracker.example/a.png)", "<p>picture</p>\n")]
    [InlineData("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n")]
    [InlineData("  ", "")]
    [InlineData(null, "")]
    public void Markdown_becomes_these_tags(string? markdown, string html) => Assert.Equal(html, DescriptionHtml.Of(markdown));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<a href='javascript:alert(1)'>x</a>")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html;base64,PHNjcmlwdD4=>")]
    [InlineData("[x](  javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#115;cript:alert(1))")]
    [InlineData("[x](\u0001javascript:alert(1))")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](https://a.example \"\\\" onmouseover=alert(1)\")")]
    [InlineData("[x][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("![x][1]\n\n[1]: https://tracker.example/a.png")]
    [InlineData("[![x](https://t.example/a.png)](javascript:alert(1))")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("|a|b|\n|-|-|\n|<script>x</script>|[x](javascript:1)|")]
    public void No_markdown_runs_hides_or_phones_home(string markdown)
    {
        var document = new HtmlParser().ParseDocument(DescriptionHtml.Of(markdown));
        Assert.Empty(document.QuerySelectorAll("script, style, img, svg, iframe, object, form, input"));
        Assert.DoesNotContain(document.All, e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name == "style"));
        Assert.All(document.QuerySelectorAll("a"), a => Assert.Matches("^(https?:|mailto:)", a.GetAttribute("href")));
    }

    [Fact]
    public void Absurd_nesting_is_shown_as_text_or_drawn_but_never_fails()
    {
        foreach (var piece in new[] { "> ", "- ", "[", "*", "(" }) Assert.NotNull(DescriptionHtml.Of(string.Concat(Enumerable.Repeat(piece, 5_000))));
    }
}
