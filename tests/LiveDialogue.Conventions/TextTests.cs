using System.Text.RegularExpressions;

namespace LiveDialogue.Conventions;

/// <summary>Size, names and words: what a reader meets.</summary>
public sealed partial class TextTests
{
    private const int MaxLines = 500;
    private const int MaxDecisionLines = 40;

    /// <summary>Tables and generated files.</summary>
    private static readonly string[] MayBeLong = ["web/src/contracts.ts"];

    [Fact]
    public void No_source_file_is_longer_than_500_lines()
    {
        var violations =
            from file in Repository.Files("", ".cs", ".ts", ".tsx", ".css", ".razor")
            where !MayBeLong.Contains(file)
            let lines = Repository.Lines(file).Length
            where lines > MaxLines
            select $"{file}: {lines}";
        Assert.Empty(violations);
    }

    [Fact]
    public void A_decision_fits_forty_lines_and_has_its_four_parts()
    {
        foreach (var file in Repository.Files("src/decisions", ".md"))
        {
            Assert.InRange(Repository.Lines(file).Length, 1, MaxDecisionLines);
            var text = Repository.Read(file);
            foreach (var part in new[] { "## Situation", "## Decision", "## What it costs", "## What would change our mind" })
                Assert.True(text.Contains(part, StringComparison.Ordinal), $"{file} lacks '{part}'");
        }
    }

    [Fact]
    public void Every_link_in_a_readme_leads_somewhere()
    {
        var dead = new List<string>();
        foreach (var file in Repository.Files("", ".md"))
            foreach (Match link in MarkdownLink().Matches(Repository.Read(file)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
                var path = Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, target);
                if (!File.Exists(path) && !Directory.Exists(path)) dead.Add($"{file}: {target}");
            }
        Assert.Empty(dead);
    }

    [Fact]
    public void The_map_names_every_project_and_every_slice()
    {
        var map = Repository.Read("src/README.md");
        var missing = Repository.Files("src", ".csproj").Concat(Repository.Files("tests", ".csproj"))
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => !map.Contains(name!, StringComparison.Ordinal))
            .ToList();
        foreach (var slice in Directory.GetDirectories(Path.Combine(Repository.Root, "src/LiveDialogue.Server")).Select(path => Path.GetFileName(path)!))
            if (slice is not ("bin" or "obj" or "wwwroot" or "Properties") && !map.Contains($"{slice}/", StringComparison.Ordinal)) missing.Add($"Server/{slice}");
        Assert.Empty(missing);
    }

    [Fact]
    public void No_type_is_named_for_a_technique()
    {
        var violations =
            from file in Repository.Files("src", ".cs")
            from Match type in TypeName().Matches(DependencyTests.WithoutComments(Repository.Read(file)))
            where TechniqueWord().IsMatch(type.Groups[1].Value)
            select $"{file}: {type.Groups[1].Value}";
        Assert.Empty(violations);
    }

    [Fact]
    public void A_file_is_named_for_a_type_it_holds()
    {
        var violations = new List<string>();
        foreach (var file in Repository.Files("src", ".cs"))
        {
            var name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
            if (name == "Program") continue;
            var types = TypeName().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value).ToArray();
            if (types.Length > 0 && !types.Contains(name)) violations.Add($"{file} holds {string.Join(", ", types)}");
        }
        Assert.Empty(violations);
    }

    [Fact]
    public void No_region_hides_code()
    {
        Assert.DoesNotContain(Repository.Files("", ".cs"), file => Repository.Read(file).Contains("#reg" + "ion", StringComparison.Ordinal));
    }

    [Fact]
    public void Style_sheets_use_logical_properties_only()
    {
        var violations =
            from file in Repository.Files("web/src", ".css")
            from line in Repository.Lines(file).Select((text, index) => (text, number: index + 1))
            where PhysicalProperty().IsMatch(line.text)
            select $"{file}:{line.number}: {line.text.Trim()}";
        Assert.Empty(violations);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.None, 1000)]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"^\s*(?:public |internal |private |protected |sealed |static |abstract |readonly |partial |ref |file |unsafe )*(?:class|struct|interface|enum|record struct|record class|record)\s+(\w+)", RegexOptions.Multiline, 1000)]
    private static partial Regex TypeName();

    // "Session" alone is allowed inside SessionId and SessionDescription, the field's own words (RFC 9725, RFC 8866).
    [GeneratedRegex(@"(Manager|Helper|Helpers|Util|Utils|Service|Info|Data|Room)$", RegexOptions.None, 1000)]
    private static partial Regex TechniqueWord();

    [GeneratedRegex(@"(?<![-\w])(margin|padding|border)-(left|right)\b|(?<![-\w])(left|right)\s*:|text-align:\s*(left|right)|float:\s*(left|right)", RegexOptions.None, 1000)]
    private static partial Regex PhysicalProperty();
}
