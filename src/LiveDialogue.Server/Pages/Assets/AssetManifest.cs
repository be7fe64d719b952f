using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace LiveDialogue.Server.Pages.Assets;

/// <summary>
/// The built scripts and style sheets by the name of their source. Their file names carry a hash of their content, so browsers keep
/// them for ever. Read once at start; a server without a build still serves its pages, which work without script, though plainly.
/// </summary>
public sealed partial class AssetManifest
{
    /// <summary>Where the files are served.</summary>
    public const string Path = "/app";

    private readonly FrozenDictionary<string, Entry> _entries;

    private AssetManifest(string? folder, FrozenDictionary<string, Entry> entries)
    {
        Folder = folder;
        _entries = entries;
    }

    /// <summary>Null when nothing was built.</summary>
    public string? Folder { get; }

    /// <summary>Looks where <c>Pages:Assets</c> says, then in wwwroot/app of a published server, then in the repository's web/dist.</summary>
    public static AssetManifest Find(IConfiguration configuration, IWebHostEnvironment environment, ILogger log)
    {
        string?[] places =
        [
            configuration["Pages:Assets"],
            System.IO.Path.Combine(environment.ContentRootPath, "wwwroot", "app"),
            System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "app"),
            System.IO.Path.Combine(environment.ContentRootPath, "..", "..", "web", "dist"),
        ];
        foreach (var place in places)
        {
            if (string.IsNullOrEmpty(place)) continue;
            var manifest = System.IO.Path.Combine(place, ".vite", "manifest.json");
            if (File.Exists(manifest)) return new(System.IO.Path.GetFullPath(place), Read(File.ReadAllText(manifest)));
        }

        NothingBuilt(log);
        return new(null, FrozenDictionary<string, Entry>.Empty);
    }

    /// <returns>The URL of a built file, by its source's path in <c>web/</c>; null when it wasn't built.</returns>
    public string? Url(string source) => _entries.TryGetValue(source, out var entry) ? $"{Path}/{entry.File}" : null;

    /// <summary>What the script of <paramref name="source"/> imports at once: fetched in parallel instead of one after another.</summary>
    public IEnumerable<string> Imports(string source) => Reached(source, []).Select(e => $"{Path}/{e.File}");

    /// <summary>Serves the files: hashed ones for ever, others for an hour.</summary>
    public void Serve(IApplicationBuilder app)
    {
        if (Folder is null) return;
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Folder),
            RequestPath = Path,
            OnPrepareResponse = served => served.Context.Response.Headers.CacheControl =
                served.Context.Request.Path.StartsWithSegments($"{Path}/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "public, max-age=3600",
        });
    }

    private IEnumerable<Entry> Reached(string source, HashSet<string> seen)
    {
        if (!_entries.TryGetValue(source, out var entry)) yield break;
        foreach (var import in entry.Imports ?? [])
        {
            if (!seen.Add(import) || !_entries.TryGetValue(import, out var imported)) continue;
            yield return imported;
            foreach (var further in Reached(import, seen)) yield return further;
        }
    }

    private static FrozenDictionary<string, Entry> Read(string json) =>
        (JsonSerializer.Deserialize<Dictionary<string, Entry>>(json, JsonSerializerOptions.Web) ?? []).ToFrozenDictionary(StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The web pages aren't built (no .vite/manifest.json): run \"npm run build\" in web/. Pages are served without style and script.")]
    private static partial void NothingBuilt(ILogger log);

    private sealed record Entry(string File, string[]? Imports);
}
