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
        Assert.Equal(url, command.Arguments[^1]);
    }

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
