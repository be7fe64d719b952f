using LiveDialogue.Mixer.Outputs.Push;

namespace LiveDialogue.Mixer.Tests.Outputs;

public sealed class PushCommandTests
{
    [Theory]
    [InlineData("rtmps://example.org/live/key", true)]
    [InlineData("rtmp://example.org/live/key", false)]
    public void A_key_goes_only_to_a_server_that_proves_its_name_where_that_can_be(string url, bool isProven)
    {
        Assert.True(PushCommand.TryMake(url, "ffmpeg", out var command));
        var at = command.Arguments.ToList().IndexOf("-tls_verify");
        Assert.Equal(isProven, at >= 0 && command.Arguments[at + 1] == "1");
        Assert.Equal(url.Split("live/")[0], command.Arguments[^1]);
    }

    // By ffmpeg's own rules (rtmpproto.c): what it would make of the whole address.
    [Theory]
    [InlineData("rtmp://host:1936/live/key", "rtmp://host:1936/", "live", "key")]
    [InlineData("rtmp://host/live/instance/key", "rtmp://host/", "live/instance", "key")]
    [InlineData("rtmp://host/live/instance/a/b", "rtmp://host/", "live/instance", "a/b")]
    [InlineData("rtmp://host/live/mp4:a/b", "rtmp://host/", "live", "mp4:a/b")]
    [InlineData("rtmp://host/live/key?s=1&t=2#x", "rtmp://host/", "live", "key?s=1&t=2#x")]
    [InlineData("rtmps://host/live/film.mp4", "rtmps://host/", "live", "mp4:film.mp4")]
    [InlineData("rtmp://host/live/film.flv", "rtmp://host/", "live", "film")]
    [InlineData("rtmp://host/ondemand/a/b", "rtmp://host/", "ondemand", "a/b")]
    [InlineData("rtmp://host/app?slist=key&x=1", "rtmp://host/", "app?slist=key&x=1", "key")]
    [InlineData("rtmp://host/live", "rtmp://host/", "live", "")]
    [InlineData("rtmp://host/", "rtmp://host/", "", "")]
    [InlineData("rtmp://host", "rtmp://host/", "", "")]
    public void An_address_has_the_parts_that_ffmpeg_sees(string url, string server, string app, string stream) =>
        Assert.Equal(new(server, app, stream), RtmpAddress.Of(url));

    [Theory]
    [InlineData("rtmp://example.org/live/the-key", "rtmp_app=live\nrtmp_playpath=the-key\n")]
    [InlineData("rtmp://example.org/live/x?auth=the-key", "rtmp_app=live\nrtmp_playpath=x?auth=the-key\n")]
    [InlineData("rtmp://example.org/", "")]
    public void The_key_is_told_in_private_and_on_no_command_line(string url, string told)
    {
        Assert.True(PushCommand.TryMake(url, "ffmpeg", out var command));
        Assert.Equal(told, command.Private);
        Assert.DoesNotContain(command.Arguments, word => word.Contains("the-key", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_ffmpeg_could_not_read_whole_becomes_no_command() =>
        Assert.False(PushCommand.TryMake("rtmp://example.org/live/" + new string('k', 1_000), "ffmpeg", out _));

    [Theory]
    [InlineData("rtmp://example.org/live/#the-key", "the-key")]
    [InlineData("rtmp://example.org/live/a/../the-key", "a/../the-key")]
    [InlineData("rtmp://example.org/live/%74he-key", "%74he-key")]
    [InlineData("rtmp://example.org/live/x?auth=the-key#y", "auth=the-key")]
    [InlineData("rtmp://me:the-key@example.org/live/x", "me:the-key")]
    public void Every_way_in_which_a_worker_may_say_the_key_is_a_secret(string url, string said)
    {
        Assert.True(PushCommand.TryMake(url, "ffmpeg", out var command));
        var left = command.Secrets.Aggregate(said, (text, secret) => text.Replace(secret, "", StringComparison.Ordinal));
        Assert.DoesNotContain("key", left, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-i"), InlineData("file:/etc/passwd"), InlineData("rtmp://host/app\nkey"), InlineData("rtmp://host/app live=1 swfUrl=x"), InlineData("rtmp:///app"), InlineData("async:rtmp://host/app")]
    public void What_isnt_an_address_becomes_no_command(string url) => Assert.False(PushCommand.TryMake(url, "ffmpeg", out _));
}
