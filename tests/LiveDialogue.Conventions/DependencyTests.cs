using System.Text.RegularExpressions;

namespace LiveDialogue.Conventions;

/// <summary>Who may know whom: src/README.md.</summary>
public sealed partial class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Wire"] = [],
        ["Sfu"] = ["Wire"],
        ["Native"] = ["Sfu", "Wire"],
        ["Mixer"] = ["Native", "Wire"],
        ["Simulator"] = ["Sfu", "Native", "Wire"],
        ["Server"] = ["Wire", "Sfu", "Native", "Mixer", "Simulator"],
    };

    [Fact]
    public void Each_project_references_only_those_it_may_know()
    {
        var violations = new List<string>();
        foreach (var project in Repository.Files("src", ".csproj"))
        {
            var name = Path.GetFileNameWithoutExtension(project)["LiveDialogue.".Length..];
            Assert.True(Allowed.ContainsKey(name), $"{project} is not on the map: add it to src/README.md and here.");
            foreach (Match reference in ProjectReference().Matches(Repository.Read(project)))
                if (!Allowed[name].Contains(reference.Groups[1].Value)) violations.Add($"{name} -> {reference.Groups[1].Value}");
        }
        Assert.Empty(violations);
    }

    [Fact]
    public void The_media_path_restores_no_package_but_the_logging_abstractions()
    {
        var restored =
            from name in new[] { "Wire", "Sfu", "Native" }
            from Match package in PackageReference().Matches(Repository.Read($"src/LiveDialogue.{name}/LiveDialogue.{name}.csproj"))
            where package.Groups[1].Value != "Microsoft.Extensions.Logging.Abstractions"
            select $"{name} restores {package.Groups[1].Value}";
        Assert.Empty(restored);
    }

    [Fact]
    public void Sockets_threads_and_stopwatches_stay_at_the_edge()
    {
        string[] edge = ["src/LiveDialogue.Sfu/Io/", "src/LiveDialogue.Native/", "src/LiveDialogue.Mixer/Io/", "src/LiveDialogue.Simulator/"];
        var violations =
            from file in Repository.Files("src", ".cs")
            where !edge.Any(place => file.StartsWith(place, StringComparison.Ordinal))
            let code = WithoutComments(Repository.Read(file))
            from word in new[] { "System.Net.Sockets", "new Thread(", "Stopwatch" }
            where code.Contains(word, StringComparison.Ordinal)
            select $"{file}: {word}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Only_native_has_unsafe_code()
    {
        var violations = Repository.Files("src", ".csproj")
            .Where(project => !project.Contains("LiveDialogue.Native", StringComparison.Ordinal))
            .Where(project => Repository.Read(project).Contains("AllowUnsafeBlocks", StringComparison.Ordinal));
        Assert.Empty(violations);
    }

    [Fact]
    public void Wire_and_sfu_know_no_web_server_and_no_async_on_the_packet_path()
    {
        var violations =
            from file in Repository.Files("src/LiveDialogue.Wire", ".cs").Concat(Repository.Files("src/LiveDialogue.Sfu/Tracks", ".cs")).Concat(Repository.Files("src/LiveDialogue.Sfu/Peers", ".cs"))
            let code = WithoutComments(Repository.Read(file))
            from word in new[] { "Microsoft.AspNetCore", "async ", "System.Linq", "lock (" }
            where code.Contains(word, StringComparison.Ordinal)
            select $"{file}: {word}";
        Assert.Empty(violations);
    }

    [Fact]
    public void A_slice_uses_no_store_and_no_endpoint_of_another()
    {
        var slices = Directory.GetDirectories(Path.Combine(Repository.Root, "src/LiveDialogue.Server"))
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name is not ("bin" or "obj" or "wwwroot" or "Properties" or "Pages"))
            .ToArray();
        // Found by name: FooStore and FooEndpoints belong to the slice whose folder has their file.
        var owners = Repository.Files("src/LiveDialogue.Server", "Store.cs", "Endpoints.cs")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => file.Split('/')[2], StringComparer.Ordinal);
        var violations = new List<string>();
        foreach (var slice in slices)
            foreach (var file in Repository.Files($"src/LiveDialogue.Server/{slice}", ".cs"))
            {
                var code = WithoutComments(Repository.Read(file));
                foreach (var (type, owner) in owners)
                {
                    if (owner == slice || SharedReaders.Contains(type)) continue;
                    if (Regex.IsMatch(code, $@"\b{type}\b", RegexOptions.None, TimeSpan.FromSeconds(1))) violations.Add($"{file} uses {owner}'s {type}");
                }
            }
        Assert.Empty(violations);
    }

    /// <summary>Every request starts by finding its event and its caller: these two are read by all.</summary>
    private static readonly string[] SharedReaders = ["EventStore", "InviteStore"];

    internal static string WithoutComments(string code) => Comment().Replace(code, "");

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"PackageReference Include=""([^""]+)""", RegexOptions.None, 1000)]
    private static partial Regex PackageReference();

    [GeneratedRegex(@"ProjectReference Include=""[^""]*LiveDialogue\.(\w+)\.csproj""", RegexOptions.None, 1000)]
    private static partial Regex ProjectReference();
}
