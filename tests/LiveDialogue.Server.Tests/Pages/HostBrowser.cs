using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using LiveDialogue.Server.Tests.Fixture;

namespace LiveDialogue.Server.Tests.Pages;

/// <summary>The signed-in host's browser without script: opens pages, fills their forms in and sends them as they stand.</summary>
internal sealed class HostBrowser : IDisposable
{
    private readonly HttpClient _browser;

    private HostBrowser(HttpClient browser) => _browser = browser;

    /// <summary>Of the last answer.</summary>
    public HttpStatusCode Status { get; private set; }

    public static async Task<HostBrowser> SignInAsync(TestServer server) => new((await server.SignInAsync()).Browser);

    public async Task<IDocument> OpenAsync(string path)
    {
        using var answer = await _browser.GetAsync(path);
        return await ReadAsync(answer);
    }

    /// <summary>Sends a form with what stands in it, changed by <paramref name="typed"/>, and follows where it leads.</summary>
    /// <param name="form">A selector.</param>
    /// <param name="press">A selector of the button within it; the first if left out.</param>
    public async Task<IDocument> SendAsync(IDocument page, string form, string? press = null, params (string Name, string Value)[] typed)
    {
        var element = (IHtmlFormElement)page.QuerySelector(form)!;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var field in element.Elements)
        {
            var (name, value) = field switch
            {
                IHtmlInputElement { Type: "radio" or "checkbox" } choice => choice.IsChecked ? (choice.Name, choice.Value) : (null, null),
                IHtmlInputElement input => (input.Name, input.Value),
                IHtmlTextAreaElement text => (text.Name, text.Value),
                IHtmlSelectElement select => (select.Name, select.Value),
                _ => (null, null),
            };
            if (name is { Length: > 0 } && !typed.Any(t => t.Name == name)) fields.Add(new(name, value ?? ""));
        }
        var button = (IHtmlButtonElement)element.QuerySelector(press ?? "button[type=submit]")!;
        if (button.Name is { Length: > 0 } pressed) fields.Add(new(pressed, button.Value));
        fields.AddRange(typed.Select(t => new KeyValuePair<string, string>(t.Name, t.Value)));

        using var content = new FormUrlEncodedContent(fields);
        return await PostAsync(element, content);
    }

    /// <summary>The same with a form that hands a file in.</summary>
    public async Task<IDocument> SendFileAsync(IDocument page, string form, string name, byte[] file, params (string Name, string Value)[] typed)
    {
        var element = (IHtmlFormElement)page.QuerySelector(form)!;
        using var content = new MultipartFormDataContent();
        foreach (var field in element.Elements.OfType<IHtmlInputElement>().Where(i => i.Type == "hidden"))
            content.Add(new StringContent(typed.FirstOrDefault(t => t.Name == field.Name).Value ?? field.Value), field.Name!);   // ours have names
        content.Add(new ByteArrayContent(file), name, "rules.nzd");
        return await PostAsync(element, content);
    }

    public void Dispose() => _browser.Dispose();

    private async Task<IDocument> PostAsync(IHtmlFormElement form, HttpContent content)
    {
        using var answer = await _browser.PostAsync(form.GetAttribute("action"), content);
        return answer.StatusCode == HttpStatusCode.Redirect ? await OpenAsync(answer.Headers.Location!.OriginalString) : await ReadAsync(answer);
    }

    private async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        Status = answer.StatusCode;
        var html = await answer.Content.ReadAsStringAsync();
        var page = await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
        Assert.Empty(page.QuerySelectorAll("style, [style]"));
        return page;
    }
}
