using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Tests.Ops;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("--port 6000 --media-port=6001 --data /tmp/x --demo --sign-in-link")]
    [InlineData("--Media:Relays:0 turn:relay.example.org --Media:RelaySecret=--secret --media:tcp false --Proxies:0=::1")]
    [InlineData("--Logging:LogLevel:Default Debug --Urls http://0.0.0.0:8080 --environment=Development --contentRoot=/srv --Pages:Assets /srv/app")]
    [InlineData("--LIVEDIALOGUE_HOST_TOKEN=0123456789 --Program= --Program:KeepFree 10 --SignInLink true")]
    public void What_is_a_setting_is_none_too_many(string words) => Assert.Empty(CommandLine.Strays(words.Split(' ')));

    /// <summary>Rows: words, and the beginning of what is said of them.</summary>
    [Theory]
    [InlineData("bogus", "\"bogus\" belongs to nothing")]
    [InlineData("--demo true", "\"true\" belongs to nothing")]
    [InlineData("--media-port", "--media-port has no value")]
    [InlineData("--Program:Enabled --demo", "--Program:Enabled has no value")]
    [InlineData("--prot 6000", "--prot is no switch")]
    [InlineData("--Prot 6000", "no setting is called Prot")]
    [InlineData("--Media:Relays turn:x", "no setting is called Media:Relays: entries are Media:Relays:0")]
    [InlineData("--Media:Tcp:0=true", "no setting is called Media:Tcp:0")]
    [InlineData("--Mail:Hots=mail", "no setting is called Mail:Hots: Mail has Host, Port")]
    public void A_word_that_sets_nothing_is_named(string words, string said) =>
        Assert.StartsWith(said, Assert.Single(CommandLine.Strays(words.Split(' '))), StringComparison.Ordinal);

    [Fact]
    public void The_annotated_file_holds_only_settings_that_there_are()
    {
        var file = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();
        Assert.Empty(Settings.Unknown(file));
        Assert.Empty(Settings.Impossible(file));
    }

    [Fact]
    public void A_start_with_what_cannot_be_meant_is_refused_in_one_sentence_for_each()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Port", "99999"), new("Media:MediaPort", "abc")]).Build();

        var refused = Assert.Throws<OptionsValidationException>(() => Settings.Check(["bogus"], configuration));

        Assert.Equal(3, refused.Failures.Count());
        var told = StartRefusal.Reason(refused);
        Assert.Contains("Port (--port) can't be \"99999\": it is a whole number from 0 to 65535.", told, StringComparison.Ordinal);
        Assert.Contains("Media:MediaPort (--media-port) can't be \"abc\": it is a whole number from 0 to 65000.", told, StringComparison.Ordinal);
        Assert.Contains("\"bogus\"", told, StringComparison.Ordinal);
    }
}
