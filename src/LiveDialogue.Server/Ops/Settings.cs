using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using LiveDialogue.Server.Media;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Translation;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Ops;

/// <summary>
/// Our settings by name, from the option records: what no setting is called, and what none can be. The framework reads past the first without a word,
/// and tells the second in words of its own.
/// </summary>
internal static class Settings
{
    private static readonly (string Name, Type Options)[] Sections =
        [("Media", typeof(MediaOptions)), ("Program", typeof(ProgramOptions)), ("Translation", typeof(TranslationOptions)), ("Mail", typeof(MailOptions))];

    // Read where they are used.
    private static readonly string[] Loose = ["Simulator", "Pages:Assets"];

    // ASP.NET Core's own, and whole sections of it.
    private static readonly HashSet<string> Framework = new(StringComparer.OrdinalIgnoreCase)
    {
        "AllowedHosts", "Kestrel", "Logging", "ApplicationName", "CaptureStartupErrors", "ContentRoot", "DetailedErrors", "Environment", "HostBuilder",
        "HostingStartupAssemblies", "HostingStartupExcludeAssemblies", "Http_Ports", "Https_Ports", "PreferHostingUrls", "PreventHostingStartup",
        "ShutdownTimeoutSeconds", "StartupAssembly", "StaticWebAssets", "SuppressStatusMessages", "Urls", "WebRoot",
    };

    private static readonly Dictionary<string, PropertyInfo> Known = Sections
        .SelectMany(section => Of(section.Options).Select(property => ($"{section.Name}:{NameOf(property)}", property)))
        .Concat(Of(typeof(ServerOptions)).Select(property => (NameOf(property), property)))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="OptionsValidationException">With everything that the command line names in vain, and every value that can't be meant.</exception>
    public static void Check(IReadOnlyList<string> args, IConfiguration configuration)
    {
        var wrong = CommandLine.Strays(args).Concat(Impossible(configuration)).ToList();
        if (wrong.Count > 0) throw new OptionsValidationException("", typeof(ServerOptions), wrong);
    }

    /// <summary>Sentences about values of the wrong type or out of range, wherever they come from.</summary>
    public static IEnumerable<string> Impossible(IConfiguration configuration) =>
        from setting in Known
        let value = configuration[setting.Key]
        where value is not null && !IsList(setting.Value) && !IsPossible(setting.Value, value)
        select $"{CommandLine.Said(setting.Key)} can't be \"{value}\": it is {Allowed(setting.Value)}.";

    /// <summary>Sentences about keys in our sections that are no setting, wherever they come from.</summary>
    public static IEnumerable<string> Unknown(IConfiguration configuration) =>
        from section in Sections
        from key in Keys(configuration.GetSection(section.Name))
        select Stray(key) into sentence
        where sentence is not null
        select sentence;

    /// <returns>Null when a setting is called that: <c>Media:Relays:0</c>, <c>Logging:LogLevel:Default</c>.</returns>
    public static string? Stray(string key)
    {
        var parts = key.Split(':');
        if (Framework.Contains(parts[0]) || Loose.Contains(key, StringComparer.OrdinalIgnoreCase)) return null;
        var name = Array.Find(Sections, section => section.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)).Name;
        var depth = name is null ? 1 : 2;
        if (Known.TryGetValue(string.Join(':', parts.Take(depth)), out var property))
        {
            var isEntry = IsList(property) && parts.Length == depth + 1 && int.TryParse(parts[depth], NumberStyles.None, CultureInfo.InvariantCulture, out _);
            if (isEntry || (parts.Length == depth && !IsList(property))) return null;
            return IsList(property) ? $"no setting is called {key}: entries are {string.Join(':', parts.Take(depth))}:0, :1 and so on." : $"no setting is called {key}.";
        }
        return name is null
            ? $"no setting is called {key}: appsettings.json has them all."
            : $"no setting is called {key}: {name} has {string.Join(", ", Of(Array.Find(Sections, section => section.Name == name).Options).Select(NameOf))}.";
    }

    private static IEnumerable<string> Keys(IConfigurationSection section) =>
        section.GetChildren().SelectMany(child => child.GetChildren().Any() ? Keys(child) : child.Value is { Length: > 0 } ? [child.Path] : []);

    private static bool IsPossible(PropertyInfo property, string value)
    {
        try
        {
            var converted = TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(value);
            return property.GetCustomAttributes<ValidationAttribute>().Where(rule => rule is RangeAttribute or AllowedValuesAttribute).All(rule => rule.IsValid(converted));
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Allowed(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? string.Create(CultureInfo.InvariantCulture, $"a whole number from {range.Minimum} to {range.Maximum}")
        : property.GetCustomAttribute<AllowedValuesAttribute>() is { } choice ? $"one of {string.Join(", ", choice.Values)}"
        : property.PropertyType == typeof(bool) ? "true or false"
        : property.PropertyType == typeof(Uri) ? "an address, such as https://dialogue.example.org"
        : "something else";

    private static bool IsList(PropertyInfo property) => property.PropertyType == typeof(IReadOnlyList<string>);

    private static PropertyInfo[] Of(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;
}
